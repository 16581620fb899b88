namespace WandbActors;

/// <summary>A mask over an image: for each pixel the number of its class, 0 to 255, with the names of the classes. Immutable.</summary>
public sealed class ImageMask
{
    private readonly Pixels _pixels;

    /// <param name="classes">The class of each pixel, line by line from the top. Copied.</param>
    /// <param name="width">Pixels in a line.</param>
    /// <param name="height">Lines.</param>
    /// <param name="classLabels">The classes' names by number; <c>class_1</c> and so on by default.</param>
    /// <exception cref="WandbException">The size is none, or the classes do not fit it.</exception>
    public ImageMask(ReadOnlySpan<byte> classes, int width, int height, IReadOnlyDictionary<int, string>? classLabels = null)
    {
        _pixels = Pixels.Of(nameof(ImageMask), classes, width, height, channels: 1);
        Labels = new ClassLabels("mask/class_labels", classLabels ?? ClassLabels.Unnamed(ClassesIn(classes)));
    }

    internal ClassLabels Labels { get; }

    internal int Width => _pixels.Width;

    internal int Height => _pixels.Height;

    internal MetricValue WriteFile(string name, MediaPlace place)
    {
        Labels.Announce(name, place);
        return MediaJson.Of("mask", place.AddFile("media/images/mask", ".mask.png", _pixels.Png), place).Value;
    }

    private static List<int> ClassesIn(ReadOnlySpan<byte> classes)
    {
        Span<bool> there = stackalloc bool[256];
        there.Clear();
        foreach (var number in classes)
            there[number] = true;

        var found = new List<int>();
        for (var number = 0; number < there.Length; number++)
        {
            if (there[number])
                found.Add(number);
        }

        return found;
    }
}
