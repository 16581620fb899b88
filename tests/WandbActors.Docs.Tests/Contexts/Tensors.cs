using static TorchSharp.torch;

namespace WandbActors.Docs.Tests.Contexts;

/// <summary>Names of tensors.md.</summary>
public static class Tensors
{
    public static readonly Tensor loss = null!;
    public static readonly Tensor accuracy = null!;
    public static readonly Tensor grad = null!;
    public static readonly Tensor weights = null!;
    public static readonly Tensor norm = null!;
    public static readonly Tensor[] norms = [];
    public static readonly string[] names = [];
    public static readonly double lr = 1e-3;
    public static readonly int epoch = 1;
    public static readonly nn.Module<Tensor, Tensor> net = null!;
    public static readonly Func<Tensor, Tensor> lossOf = null!;
    public static readonly optim.Optimizer optimizer = null!;
    public static readonly Tensor[] batches = [];
    public static readonly Judge judge = null!;
    public static readonly string answer = "";
    public static readonly Accelerator accelerator = null!;
    public static readonly AcceleratorStream stream = null!;
    public static readonly Buffer lossBuffer = null!;

    /// <summary>Another model that takes its time.</summary>
    public abstract class Judge
    {
        public abstract Task<double> ScoreAsync(string answer);
    }

    // As much of ILGPU and ONNX Runtime as the page shows: neither package is part of this repository.
    public abstract class Accelerator
    {
        public abstract Page<T> AllocatePageLocked1D<T>(long length);
    }

    public abstract class AcceleratorStream
    {
        public abstract void Synchronize();
    }

    public abstract class Buffer
    {
        public abstract View View { get; }
    }

    public abstract class View
    {
        public abstract void CopyToPageLockedAsync(AcceleratorStream stream, Page<float> page);
    }

    public abstract class Page<T> : IDisposable
    {
        public abstract T this[int index] { get; }

        public abstract void Dispose();
    }

    public abstract class InferenceSession
    {
        public abstract Outputs Run(IReadOnlyCollection<NamedOnnxValue> inputs);
    }

    public abstract class Outputs : IDisposable
    {
        public abstract NamedOnnxValue this[int index] { get; }

        public abstract void Dispose();
    }

    public abstract class NamedOnnxValue
    {
        public abstract T[] AsTensor<T>();
    }

    public abstract class OnnxRuntimeException : Exception;
}
