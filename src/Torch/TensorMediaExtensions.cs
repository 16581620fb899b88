using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// Tensors as images and sounds: <c>run.Log(("samples", MetricValue.Of(batch.ToImages())))</c>. They are read at the call, on whatever device they
/// are; the tensor is left as it is.
/// </summary>
public static class TensorMediaExtensions
{
    /// <summary>One image.</summary>
    /// <param name="tensor">
    /// Height × width (grey), channels × height × width, or height × width × channels, of 1, 3 or 4 channels; where both would do, channels come first.
    /// Flags are black and white.
    /// </param>
    /// <param name="normalize">
    /// Whether numbers that are all from 0 to 1, or all from -1 to 1, count so: true by default, as in the official client. If not, and all others, they
    /// count from 0 to 255, and what is beyond is cut.
    /// </param>
    /// <param name="caption">A line under the image; none by default.</param>
    /// <exception cref="WandbException">The tensor is no image, or cannot be read.</exception>
    public static Image ToImage(this Tensor tensor, bool normalize = true, string? caption = null)
    {
        using var scope = NewDisposeScope();
        var image = TensorPixels.Planes(tensor);
        return TensorPixels.Read(image, TensorPixels.Scale.Of(image, normalize), caption);
    }

    /// <summary>An image for each part of a batch, all by the same rule.</summary>
    /// <param name="tensor">Images as <see cref="ToImage"/> takes them, one behind the other in the first dimension.</param>
    /// <param name="normalize">As for <see cref="ToImage"/>, over all images together.</param>
    /// <exception cref="WandbException">The tensor is no batch of images, or cannot be read.</exception>
    public static IReadOnlyList<Image> ToImages(this Tensor tensor, bool normalize = true)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.IsInvalid || tensor.dim() is not (3 or 4))
            throw new WandbException($"{nameof(Image)}: {TensorPixels.Describe(tensor)} is no batch of images: that has 3 or 4 dimensions");

        using var scope = NewDisposeScope();
        var scale = TensorPixels.Scale.Of(tensor, normalize);
        return [.. Enumerable.Range(0, (int)tensor.shape[0]).Select(i => TensorPixels.Read(TensorPixels.Planes(tensor[i]), scale, caption: null))];
    }

    /// <summary>A sound of samples from -1 to 1.</summary>
    /// <param name="tensor">The samples; of several channels, channels × samples.</param>
    /// <param name="sampleRate">Samples of a channel per second.</param>
    /// <exception cref="WandbException">The tensor is no sound, or cannot be read.</exception>
    public static Audio ToAudio(this Tensor tensor, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.IsInvalid || tensor.dim() is not (1 or 2))
            throw new WandbException($"{nameof(Audio)}: {TensorPixels.Describe(tensor)} is no sound: that has 1 or 2 dimensions");

        using var scope = NewDisposeScope();
        var inTurn = tensor.dim() == 1 ? tensor : tensor.t();
        var samples = HostElements.CopyToHost(inTurn, ScalarType.Float32);
        return new Audio(MemoryMarshal.Cast<byte, float>(samples.bytes), sampleRate, tensor.dim() == 1 ? 1 : (int)tensor.shape[0]);
    }
}
