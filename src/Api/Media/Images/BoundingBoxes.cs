using WandbActors.Persistence.Files;

namespace WandbActors;

/// <summary>A set of boxes over an image, such as a model's predictions, with the names of their classes. Immutable.</summary>
public sealed class BoundingBoxes
{
    private readonly BoundingBox[] _boxes;

    /// <param name="boxes">The boxes.</param>
    /// <param name="classLabels">The classes' names by number; <c>class_1</c> and so on by default.</param>
    /// <exception cref="WandbException">The boxes, or one of them, are <c>null</c>.</exception>
    public BoundingBoxes(IEnumerable<BoundingBox> boxes, IReadOnlyDictionary<int, string>? classLabels = null)
    {
        _boxes = boxes is null ? throw new WandbException($"{nameof(BoundingBoxes)}: the boxes are null") : [.. boxes];
        if (Array.IndexOf(_boxes, null) is >= 0 and var place)
            throw new WandbException($"{nameof(BoundingBoxes)}: box {place} is null");

        HasOwnLabels = classLabels is not null;
        Labels = new ClassLabels("bounding_box/class_labels", classLabels ?? ClassLabels.Unnamed(_boxes.Select(box => box.ClassId)));
    }

    internal ClassLabels Labels { get; }

    internal IEnumerable<string> ScoreNames => _boxes.SelectMany(box => box.Scores.Keys);

    private bool HasOwnLabels { get; }

    /// <summary>The boxes where they stand: in a row as a file of their own, in an artifact as they are.</summary>
    internal MetricValue WriteFile(string name, MediaPlace place)
    {
        var boxes = MediaJson.List(_boxes.Select(box => box.ToJson()));
        if (place is not RowPlace)
            return boxes;

        var content = new MediaJson().Add("box_data", boxes);
        if (HasOwnLabels)
            content.Add("class_labels", Labels.ToJson());
        Labels.Announce(name, place);
        return MediaJson.Of("boxes2D", place.AddFile("media/metadata/boxes2D", ".boxes2D.json", content.ToUtf8()), place).Value;
    }
}
