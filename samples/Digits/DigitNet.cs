using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Digits;

/// <summary>A small convolutional network: 14×14 pixels in, ten scores out.</summary>
internal sealed class DigitNet : Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1 = Conv2d(1, 16, kernel_size: 3, padding: 1);
    private readonly Conv2d _conv2 = Conv2d(16, 32, kernel_size: 3, padding: 1);
    private readonly Linear _scores = Linear(32 * 3 * 3, 10);

    public DigitNet() : base(nameof(DigitNet)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var edges = functional.max_pool2d(functional.relu(_conv1.call(images)), 2);
        var strokes = functional.max_pool2d(functional.relu(_conv2.call(edges)), 2);
        return _scores.call(strokes.flatten(1)).MoveToOuterDisposeScope();
    }
}
