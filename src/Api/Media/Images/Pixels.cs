namespace WandbActors;

/// <summary>
/// The pixels of an image, line by line from the top, each pixel's channels one after the other: grey, grey and alpha, RGB or RGBA, 8 bits each.
/// A copy of its own; becomes a PNG file once, when it is asked for.
/// </summary>
internal sealed class Pixels
{
    // What the official client's library takes.
    private const int MaxSide = 65_500;

    private readonly byte[] _bytes;
    private readonly Lazy<byte[]> _png;

    private Pixels(byte[] bytes, int width, int height, int channels)
    {
        _bytes = bytes;
        _png = new Lazy<byte[]>(() => PngFile.Write(_bytes, width, height, channels));
        (Width, Height) = (width, height);
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public byte[] Png => _png.Value;

    /// <exception cref="WandbException">The bytes are no image of that size.</exception>
    public static Pixels Of(string type, ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ThrowIfNoImage(type, pixels.Length, width, height, channels);
        return new Pixels(pixels.ToArray(), width, height, channels);
    }

    /// <summary>The same pixels, but those of which none is above 1 counted from 0 to 1, as the official client takes them.</summary>
    public static Pixels OfImage(string type, ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        var image = Of(type, pixels, width, height, channels);
        if (!pixels.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            foreach (ref var value in image._bytes.AsSpan())
                value *= byte.MaxValue;
        }

        return image;
    }

    /// <summary>
    /// From numbers, as the official client takes them: those of which all are from 0 to 1 count so, those from -1 to 1 likewise, all others from 0
    /// to 255, and what is beyond is cut. NaN is 0.
    /// </summary>
    /// <exception cref="WandbException">The numbers are no image of that size.</exception>
    public static Pixels Of(string type, ReadOnlySpan<float> pixels, int width, int height, int channels)
    {
        ThrowIfNoImage(type, pixels.Length, width, height, channels);
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in pixels)
        {
            if (float.IsFinite(value))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        var (offset, scale) = ScaleOf(least, most);
        var bytes = new byte[pixels.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = float.IsNaN(pixels[i]) ? (byte)0 : (byte)Math.Clamp((pixels[i] - (float)offset) * (float)scale, 0, 255);
        return new Pixels(bytes, width, height, channels);
    }

    /// <summary>What is taken away from numbers between these, and what they are then multiplied with, so that they count from 0 to 255.</summary>
    public static (double Offset, double Scale) ScaleOf(double least, double most) => (least, most) switch
    {
        ( >= 0, <= 1) => (0, 255),
        ( >= -1, <= 1) => (-1, 127.5),
        _ => (0, 1),
    };

    private static void ThrowIfNoImage(string type, int values, int width, int height, int channels)
    {
        if (width < 1 || height < 1 || width > MaxSide || height > MaxSide)
            throw new WandbException($"{type}: {width} × {height} is no size: an image has from 1 to {MaxSide:N0} pixels on each side");
        if (channels is < 1 or > 4)
            throw new WandbException($"{type}: {channels} channels are none of 1 (grey), 2 (grey and alpha), 3 (RGB), 4 (RGBA)");
        if (values != (long)width * height * channels)
            throw new WandbException($"{type}: {width} × {height} pixels of {channels} channels are {(long)width * height * channels:N0} values, not {values:N0}");
    }
}
