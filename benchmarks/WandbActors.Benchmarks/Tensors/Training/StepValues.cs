using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace WandbActors.Benchmarks.Tensors.Training;

/// <summary>Eight one-element tensors that tell how a step of training went. They are made whether or not they are logged.</summary>
internal readonly record struct StepValues(
    Tensor Loss,
    Tensor Accuracy,
    Tensor Confidence,
    Tensor Spread,
    Tensor GradientNorm,
    Tensor GradientMax,
    Tensor WeightNorm,
    Tensor WeightMax)
{
    /// <summary>Taken behind the backward pass.</summary>
    public static StepValues Of(Module net, Tensor loss, Tensor scores, Tensor labels)
    {
        using var noGradient = no_grad();
        Tensor[] weights = [.. net.parameters()];
        Tensor[] gradients = [.. weights.Select(weight => weight.grad!)];
        return new StepValues(
            Loss: loss,
            Accuracy: scores.argmax(1).eq(labels).to(float32).mean(),
            Confidence: scores.softmax(1).amax(1).mean(),
            Spread: scores.std(),
            GradientNorm: Norm(gradients),
            GradientMax: Max(gradients),
            WeightNorm: Norm(weights),
            WeightMax: Max(weights));
    }

    private static Tensor Norm(Tensor[] parts) => stack(parts.Select(part => part.norm())).norm();

    private static Tensor Max(Tensor[] parts) => stack(parts.Select(part => part.abs().max())).max();
}
