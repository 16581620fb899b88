using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>Tensors as pixels. What is made on the way belongs to the caller's dispose scope.</summary>
internal static class TensorPixels
{
    /// <summary>The image as channels × height × width.</summary>
    /// <exception cref="WandbException">The tensor is no image.</exception>
    public static Tensor Planes(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.IsInvalid && tensor.NumberOfElements > 0)
        {
            switch (tensor.shape)
            {
                case [_, _]:
                    return tensor.unsqueeze(0);
                case [1 or 3 or 4, _, _]:
                    return tensor;
                case [_, _, 1 or 3 or 4]:
                    return tensor.permute(2, 0, 1);
            }
        }

        throw new WandbException(
            $"{nameof(Image)}: {Describe(tensor)} is no image: that is height × width, or with 1, 3 or 4 channels before or behind; a batch is for ToImages");
    }

    public static Image Read(Tensor planes, Scale scale, string? caption)
    {
        var (channels, height, width) = ((int)planes.shape[0], (int)planes.shape[1], (int)planes.shape[2]);
        var inTurn = planes.permute(1, 2, 0);
        var bytes = scale.IsBytes
            ? HostElements.CopyToHost(inTurn, ScalarType.Byte)
            : HostElements.CopyToHost(inTurn, ScalarType.Float32).sub_(scale.Offset).mul_(scale.Factor).clamp_(0, 255).to(ScalarType.Byte);
        return new Image(Pixels.Of(nameof(Image), bytes.bytes, width, height, channels)) { Caption = caption };
    }

    public static string Describe(Tensor tensor) => tensor.IsInvalid ? "a disposed tensor" : $"a tensor of {string.Join(" × ", tensor.shape)}";

    /// <summary>How a tensor's numbers become bytes.</summary>
    internal readonly record struct Scale(bool IsBytes, double Offset, double Factor)
    {
        public static Scale Of(Tensor tensor, bool normalize)
        {
            if (!normalize || tensor.NumberOfElements == 0)
                return new Scale(tensor.dtype == ScalarType.Byte, 0, 1);

            var numbers = HostElements.CopyToHost(tensor, ScalarType.Float64);
            var (offset, factor) = Pixels.ScaleOf(numbers.min().ToDouble(), numbers.max().ToDouble());
            return new Scale(tensor.dtype == ScalarType.Byte && factor == 1, offset, factor);
        }
    }
}
