using TorchSharp.Modules;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// Adds a module's parameters and their gradients to a row, as histograms under the names that the official client gives them. The module is read on
/// the logging thread and left as it is. Ends by itself once the module has been disposed, and says so.
/// </summary>
/// <param name="module">What is watched.</param>
/// <param name="log">What of it.</param>
/// <param name="prefix">Comes before each of its names.</param>
/// <param name="say">Tells people what they should know; must not throw.</param>
internal sealed class ModuleWatch(nn.Module module, Watched log, string prefix, Action<string> say) : IRowAddition
{
    // As many as the official client counts.
    private static readonly TensorForm Form = TensorForm.Histogram(Histogram.DefaultBins);

    public bool Join(List<(object Name, MetricValue Value)> row)
    {
        try
        {
            using var scope = NewDisposeScope(); // takes what the module makes when it is asked
            var isAlive = false;
            foreach (var (name, parameter) in module.named_parameters())
            {
                isAlive = !parameter.IsInvalid;
                if (!isAlive)
                    break;

                Join(row, name, parameter);
            }

            return isAlive || End("has been disposed, or has no parameters");
        }
        catch (Exception problem) // whatever the module says, training goes on
        {
            return End($"cannot be read ({problem.Message.Split('\n')[0]})");
        }
    }

    private void Join(List<(object Name, MetricValue Value)> row, string name, Parameter parameter)
    {
        if (log.HasFlag(Watched.Parameters))
            row.Add(($"parameters/{prefix}{name}", TensorCapture.Capture(parameter, Form)));
        if (!log.HasFlag(Watched.Gradients))
            return;

        using var gradient = parameter.grad;
        if (gradient is not null)
            row.Add(($"gradients/{prefix}{name}", TensorCapture.Capture(gradient, Form)));
    }

    private bool End(string reason)
    {
        say($"The watched module {module.GetType().Name} {reason}: it is watched no more.");
        return false;
    }
}
