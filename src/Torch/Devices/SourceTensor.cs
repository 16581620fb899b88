using static TorchSharp.torch;

namespace WandbActors;

/// <summary>What has to be known of a tensor to capture it, asked once. Valid while the tensor is.</summary>
internal readonly unsafe record struct SourceTensor(nint Handle, ScalarType Type, long Count, int Dimensions, bool IsStrided)
{
    private const int Strided = 0; // part of libtorch: c10::Layout

    /// <summary>Whether its elements are numbers or flags, by the rules of a tensor in host memory.</summary>
    public bool HasNumbers => ElementTypes.Has(Type);

    /// <summary>What its elements take in their order, without gaps.</summary>
    public long Bytes => Count * ElementTypes.BytesOf(Type);

    public static SourceTensor Of(Tensor tensor) => Of(tensor.Handle);

    /// <exception cref="InvalidOperationException">It cannot be known.</exception>
    public static SourceTensor Of(nint handle)
    {
        int type, layout = 0;
        long count = 0, dimensions = 0;
        var isAnswered = TorchFunctions.Type(handle, &type) == 0 && TorchFunctions.Layout(handle, &layout) == 0
            && TorchFunctions.Count(handle, &count) == 0 && TorchFunctions.Dimensions(handle, &dimensions) == 0;
        return isAnswered
            ? new SourceTensor(handle, (ScalarType)type, count, (int)dimensions, layout == Strided)
            : throw new InvalidOperationException("libtorch does not know this tensor.");
    }
}
