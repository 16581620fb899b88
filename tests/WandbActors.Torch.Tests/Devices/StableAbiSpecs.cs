using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

[Trait("Needs", "libtorch")]
public sealed unsafe class StableAbiSpecs : IDisposable
{
    private readonly nint _memory = (nint)NativeMemory.AllocZeroed(64);

    [LibTorchFact]
    public void A_copy_takes_no_graph_along_and_leaves_the_grad_mode_as_it_is()
    {
        using var weight = ones(1, requires_grad: true);
        using var loss = weight * 3;
        using var copy = Tensor.UnsafeCreateTensor(StableAbi.OneElementAt(_memory, ScalarType.Float32));

        var isCopied = StableAbi.TryCopy(copy.Handle, loss.Handle, isWaiting: false);

        Assert.True(isCopied);
        Assert.Equal(3, *(float*)_memory);
        Assert.False(copy.requires_grad);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            StableAbi.TryCopy(copy.Handle, loss.Handle, isWaiting: false);
            Assert.False(is_grad_enabled());
        }
    }

    [LibTorchFact]
    public void A_clone_takes_no_graph_along()
    {
        using var weight = ones(2, requires_grad: true);
        using var loss = weight * 3;

        using var clone = Tensor.UnsafeCreateTensor(StableAbi.Clone(loss.Handle));

        Assert.False(clone.requires_grad);
        Assert.True(is_grad_enabled());
        Assert.Equal(3, clone[1].ToDouble());
    }

    [LibTorchFact]
    public void Elements_are_copied_in_their_order()
    {
        using var scope = NewDisposeScope();
        var turned = arange(6, ScalarType.Int16).reshape(2, 3).t();

        var isCopied = StableAbi.TryCopyTo(_memory, SourceTensor.Of(turned), isWaiting: true);

        Assert.True(isCopied);
        Assert.Equal([0, 3, 1, 4, 2, 5, 0], new Span<short>((void*)_memory, 7).ToArray());
    }

    public void Dispose() => NativeMemory.Free((void*)_memory);
}
