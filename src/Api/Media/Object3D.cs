using System.Buffers;

namespace WandbActors;

/// <summary>A cloud of points, or a scene in a file of a 3D format, which W&amp;B shows to be turned about. Immutable.</summary>
public sealed class Object3D : Media
{
    private const string Folder = "media/object3D";

    private static readonly string[] Formats = ["pts.json", "obj", "gltf", "glb", "babylon", "stl"];

    private readonly Func<byte[]> _content;
    private readonly string _extension;

    /// <summary>A cloud of points, which are copied.</summary>
    /// <param name="points">
    /// A point a row: x, y, z; or x, y, z and a category from 1 to 14; or x, y, z and the red, green, blue of its colour from 0 to 255.
    /// </param>
    /// <exception cref="WandbException">There are no points, or their rows have neither 3, 4 nor 6 numbers.</exception>
    public Object3D(double[,] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.GetLength(0) == 0 || points.GetLength(1) is not (3 or 4 or 6))
        {
            throw new WandbException(
                $"{nameof(Object3D)}: {points.GetLength(0)} × {points.GetLength(1)} numbers are no cloud: a point has 3 (x, y, z), 4 (and a category) or 6 (and a colour)");
        }

        var copy = (double[,])points.Clone();
        _content = () => PointCloud.Write(copy);
        _extension = ".pts.json";
        HeldBytes = 8L * copy.Length;
    }

    /// <summary>A scene from a file, as it is now: glTF (<c>gltf</c>, <c>glb</c>), <c>obj</c>, <c>stl</c>, <c>babylon</c>, or W&amp;B's own <c>pts.json</c>.</summary>
    /// <exception cref="WandbException">The file is missing, empty or of another format.</exception>
    public Object3D(string path) : this(MediaSource.Read(nameof(Object3D), path, Formats)) { }

    private Object3D(MediaSource source)
    {
        _content = () => source.Content;
        _extension = source.Extension;
        HeldBytes = source.Content.Length;
    }

    /// <summary>A line under the scene.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>A scene from the bytes of a file.</summary>
    /// <param name="content">The bytes; they are copied.</param>
    /// <param name="format"><c>gltf</c>, <c>glb</c>, <c>obj</c>, <c>stl</c>, <c>babylon</c> or <c>pts.json</c>.</param>
    /// <param name="caption">The <see cref="Caption"/>; none by default.</param>
    /// <exception cref="WandbException">There are no bytes, or the format is another.</exception>
    public static Object3D FromEncoded(ReadOnlySpan<byte> content, string format, string? caption = null) =>
        new(MediaSource.Of(nameof(Object3D), content, format, Formats)) { Caption = caption };

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => ToJson(AddFile(place), place).Write(writer);

    internal override long HeldBytes { get; }

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        var scenes = list.Cast<Object3D>().Select(scene => (Scene: scene, File: scene.AddFile(place))).ToList();
        new MediaJson()
            .Add("_type", "object3D")
            .Add("filenames", MediaJson.List(scenes.Select(scene => (MetricValue)scene.File.Path[(Folder.Length + 1)..])))
            .Add("count", scenes.Count)
            .Add("objects", MediaJson.List(scenes.Select(scene => scene.Scene.ToJson(scene.File, place).Value)))
            .Write(writer);
        return true;
    }

    private MediaJson ToJson(MediaFile file, MediaPlace place) => MediaJson.Of("object3D-file", file, place).AddKnown("caption", Caption);

    private MediaFile AddFile(MediaPlace place) => place.AddFile(Folder, _extension, _content());
}
