using TorchSharp;
using TorchSharp.Modules;
using WandbActors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Digits;

/// <summary>Trains the network on one set of images, measures it on another, and logs both.</summary>
internal sealed class Training(Run run, DigitNet net, DigitImages images, DigitImages unseen, double learningRate) : IDisposable
{
    private const int BatchSize = 64;

    private readonly Adam _optimizer = optim.Adam(net.parameters(), learningRate);

    /// <summary>Goes over all images once, in random order, in at most so many steps; then gives back the share of unseen images it knows.</summary>
    public double RunEpoch(int maxSteps)
    {
        net.train();
        using var order = randperm(images.Count);
        var steps = Math.Min((int)(images.Count / BatchSize), maxSteps);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            Step(order.narrow(0, step * BatchSize, BatchSize));
        }

        var accuracy = Validate();
        run.Log([("validation/accuracy", accuracy), .. Weights()]);
        return accuracy;
    }

    public void Dispose() => _optimizer.Dispose();

    private void Step(Tensor batch)
    {
        var labels = images.Labels[batch];
        var scores = net.call(images.Pixels[batch]);
        var loss = functional.cross_entropy(scores, labels);
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();

        using var noGradient = no_grad();
        run.Log(
            ("loss", loss),
            ("accuracy", Accuracy(scores, labels)),
            ("confidence", scores.softmax(1).amax(1).mean()),
            ("score/std", scores.std()),
            ("gradient/norm", Norm(Gradients())),
            ("gradient/max", Max(Gradients())),
            ("weight/norm", Norm(net.parameters())),
            ("weight/max", Max(net.parameters())));
    }

    private double Validate()
    {
        net.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return Accuracy(net.call(unseen.Pixels), unseen.Labels).ToDouble();
    }

    private static Tensor Accuracy(Tensor scores, Tensor labels) => scores.argmax(1).eq(labels).to(float32).mean();

    // clip_grad_norm_ would return a number, and so wait for the device at every step; these stay tensors.
    private static Tensor Norm(IEnumerable<Tensor> parts) => stack(parts.Select(part => part.norm())).norm();

    private static Tensor Max(IEnumerable<Tensor> parts) => stack(parts.Select(part => part.abs().max())).max();

    private IEnumerable<Tensor> Gradients() => net.parameters().Select(parameter => parameter.grad!);

    // Of more than 32 elements: a histogram.
    private IEnumerable<(string, TensorMetric)> Weights() =>
        net.named_parameters().Select(weights => ($"weights/{weights.name.TrimStart('_')}", (TensorMetric)weights.parameter));
}
