using System.Buffers;
using WandbActors.Persistence.Files;

namespace WandbActors;

/// <summary>
/// An image: pixels, which become a PNG file off the hot path, or a file in any format that browsers show, kept as it is. Several in a list are
/// shown side by side, up to <see cref="MaxListed"/>. Immutable.
/// </summary>
public sealed class Image : Media
{
    /// <summary>W&amp;B shows so many images of a list; the others are left out, and counted as lost.</summary>
    public const int MaxListed = 108;

    private const string Folder = "media/images";

    private readonly MediaSource? _source;

    /// <summary>An image from pixels. They are copied.</summary>
    /// <param name="pixels">
    /// Line by line from the top, the channels of a pixel one after the other, each from 0 to 255; if none is above 1, from 0 to 1, as the official
    /// client takes them.
    /// </param>
    /// <param name="width">Pixels in a line.</param>
    /// <param name="height">Lines.</param>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for RGB (the default), 4 for RGBA.</param>
    /// <exception cref="WandbException">The size is none, or the pixels do not fit it.</exception>
    public Image(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3) : this(WandbActors.Pixels.OfImage(nameof(Image), pixels, width, height, channels)) { }

    /// <summary>
    /// An image from numbers, as the official client takes them: from 0 to 1 if all are; from -1 to 1 if all are; else from 0 to 255, and what is
    /// beyond is cut.
    /// </summary>
    /// <inheritdoc cref="Image(ReadOnlySpan{byte}, int, int, int)"/>
    public Image(ReadOnlySpan<float> pixels, int width, int height, int channels = 3) : this(WandbActors.Pixels.Of(nameof(Image), pixels, width, height, channels)) { }

    /// <summary>An image from a file, as it is now.</summary>
    /// <exception cref="WandbException">The file is missing or empty, or is no image of the format that its name says.</exception>
    public Image(string path) : this(MediaSource.Read(nameof(Image), path), path) { }

    internal Image(Pixels pixels)
    {
        Pixels = pixels;
        (Format, Width, Height) = ("png", pixels.Width, pixels.Height);
    }

    private Image(MediaSource source, string name)
    {
        _source = source;
        Format = source.Extension.TrimStart('.');
        if (ImageSize.Read(source.Content) is { } size)
            (Width, Height) = (size.Width, size.Height);
        else if (Format.ToUpperInvariant() is not ("SVG" or "AVIF" or "APNG" or "ICO" or "TIF" or "TIFF" or "HEIC" or "HEIF" or "JXL"))
            throw new WandbException($"{nameof(Image)}: {name} is no image: its {source.Content.Length:N0} bytes are none of PNG, JPEG, GIF, BMP and WebP");
    }

    /// <summary>The format as file names end, such as <c>png</c>.</summary>
    public string Format { get; }

    /// <summary>Pixels in a line; <c>null</c> for a file whose format is none of PNG, JPEG, GIF, BMP and WebP.</summary>
    public int? Width { get; }

    /// <summary>Lines; <c>null</c> likewise.</summary>
    public int? Height { get; }

    /// <summary>The pixels that it was made of; <c>null</c> for a file.</summary>
    internal Pixels? Pixels { get; }

    /// <summary>A line under the image.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>Sets of boxes drawn over the image, by name, such as <c>predictions</c>. Copied when set.</summary>
    /// <value>None by default.</value>
    /// <exception cref="WandbException">A set is <c>null</c>.</exception>
    public IReadOnlyDictionary<string, BoundingBoxes> Boxes { get; init => field = Copy("boxes", value); } = new Dictionary<string, BoundingBoxes>();

    /// <summary>Masks laid over the image, by name. Copied when set.</summary>
    /// <value>None by default.</value>
    /// <exception cref="WandbException">A mask is <c>null</c>, or of another size than the image.</exception>
    public IReadOnlyDictionary<string, ImageMask> Masks { get; init => field = Fitting(Copy("masks", value)); } = new Dictionary<string, ImageMask>();

    /// <summary>An image from the bytes of a file; they are copied.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="caption">The <see cref="Caption"/>; none by default.</param>
    /// <param name="boxes">The <see cref="Boxes"/>; none by default.</param>
    /// <param name="masks">The <see cref="Masks"/>; none by default.</param>
    /// <exception cref="WandbException">These are none of PNG, JPEG, GIF, BMP and WebP, or a mask is of another size.</exception>
    public static Image FromEncoded(
        ReadOnlySpan<byte> content,
        string? caption = null,
        IReadOnlyDictionary<string, BoundingBoxes>? boxes = null,
        IReadOnlyDictionary<string, ImageMask>? masks = null) => ImageSize.Read(content) is { } size
        ? new(MediaSource.Of(nameof(Image), content, size.Format), "the content")
        {
            Caption = caption,
            Boxes = boxes ?? new Dictionary<string, BoundingBoxes>(),
            Masks = masks ?? new Dictionary<string, ImageMask>(),
        }
        : throw new WandbException($"{nameof(Image)}: these {content.Length:N0} bytes are none of PNG, JPEG, GIF, BMP and WebP");

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place)
    {
        var json = MediaJson.Of("image-file", AddFile(place), place)
            .Add("format", Format)
            .AddKnown("width", Width)
            .AddKnown("height", Height)
            .AddKnown("caption", Caption);
        if (place is not RowPlace)
            ImageClasses.Add(this, json, place);
        json.AddKnown("boxes", BoxesJson(place)).AddKnown("masks", MasksJson(place)).Write(writer);
    }

    internal override long HeldBytes => (Pixels?.Bytes.Length ?? 0) + (_source?.Content.Length ?? 0);

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        var images = list.Cast<Image>().Take(MaxListed).ToList();
        if (list.Count > MaxListed && place is RowPlace row)
            (row.Lost, row.Remark) = (list.Count - MaxListed, $"of a list of {list.Count} images the first {MaxListed} are kept, which is what W&B shows");
        new MediaJson()
            .Add("_type", "images/separated")
            .AddKnown("width", Width)
            .AddKnown("height", Height)
            .Add("format", Format)
            .Add("count", images.Count)
            .Add("filenames", MediaJson.List(images.Select(image => (MetricValue)image.AddFile(place).Path)))
            .AddKnown("captions", MediaJson.Captions(images.Select(image => image.Caption)))
            .AddKnown("all_masks", AllOf(images.Select(image => image.MasksJson(place))))
            .AddKnown("all_boxes", AllOf(images.Select(image => image.BoxesJson(place))))
            .Write(writer);
        return true;
    }

    private MediaFile AddFile(MediaPlace place) => Pixels is not null
        ? place.AddFile(Folder, ".png", Pixels.Png)
        : place.AddFile(Folder, _source!.Extension, _source.Content);

    private MetricValue? BoxesJson(MediaPlace place) => Layers(Boxes, (name, boxes) => boxes.WriteFile(name, place));

    private MetricValue? MasksJson(MediaPlace place) => Layers(Masks, (name, mask) => mask.WriteFile(name, place));

    private static MetricValue? Layers<T>(IReadOnlyDictionary<string, T> layers, Func<string, T, MetricValue> write)
    {
        if (layers.Count == 0)
            return null;

        var json = new MediaJson();
        foreach (var (name, layer) in layers)
            json.Add(name, write(name, layer));
        return json.Value;
    }

    private static Dictionary<string, T> Copy<T>(string layers, IReadOnlyDictionary<string, T> value) where T : class
    {
        if (value is null)
            throw new WandbException($"{nameof(Image)}: the {layers} are null");

        foreach (var (name, layer) in value)
        {
            if (layer is null)
                throw new WandbException($"{nameof(Image)}: the {layers} \"{name}\" are null");
        }

        return new Dictionary<string, T>(value);
    }

    private Dictionary<string, ImageMask> Fitting(Dictionary<string, ImageMask> masks)
    {
        foreach (var (name, mask) in masks)
        {
            if (Width is { } width && Height is { } height && (mask.Width, mask.Height) != (width, height))
                throw new WandbException($"{nameof(Image)}: the mask \"{name}\" has {mask.Width} × {mask.Height} pixels, the image {width} × {height}");
        }

        return masks;
    }

    // A list beside the images, with null where an image has none.
    private static MetricValue? AllOf(IEnumerable<MetricValue?> layers)
    {
        var all = layers.ToList();
        return all.Any(layer => layer is not null) ? MediaJson.List(all.Select(layer => layer ?? default)) : default(MetricValue?);
    }
}
