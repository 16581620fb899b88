using System.Globalization;

namespace WandbActors;

/// <summary>The type of cells with images: the layers over them and the classes in these, of all images of a column together.</summary>
internal sealed record ImageCellType : CellType
{
    private readonly SortedDictionary<string, SortedSet<int>> _boxLayers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<int>> _maskLayers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _scores = new(StringComparer.Ordinal);

    public ImageCellType(Image image)
    {
        foreach (var (name, boxes) in image.Boxes)
        {
            Add(_boxLayers, name, boxes.Labels);
            _scores.UnionWith(boxes.ScoreNames);
        }

        foreach (var (name, mask) in image.Masks)
            Add(_maskLayers, name, mask.Labels);
    }

    private ImageCellType(ImageCellType first, ImageCellType second)
    {
        foreach (var type in (ImageCellType[])[first, second])
        {
            Add(_boxLayers, type._boxLayers);
            Add(_maskLayers, type._maskLayers);
            _scores.UnionWith(type._scores);
            foreach (var (number, name) in type._classes)
                _classes[number] = name;
        }
    }

    public override string SortText => "Image-file";

    public override CellType? Join(CellType other) => other is ImageCellType image ? new ImageCellType(this, image) : null;

    public override MetricValue ToJson() => ToJson("image-file", new MediaJson()
        .Add("box_layers", Constant(Layers(_boxLayers)))
        .Add("box_score_keys", Constant(MediaJson.List(_scores.Select(name => (MetricValue)name)), isSet: true))
        .Add("class_map", Constant(Names(_classes)))
        .Add("mask_layers", Constant(Layers(_maskLayers))));

    private static MetricValue Constant(MetricValue value, bool isSet = false) =>
        ToJson("const", new MediaJson().Add("is_set", isSet).Add("val", value));

    private static MetricValue Layers(SortedDictionary<string, SortedSet<int>> layers)
    {
        var json = new MediaJson();
        foreach (var (name, classes) in layers)
            json.Add(name, MediaJson.List(classes.Select(number => (MetricValue)number)));
        return json.Value;
    }

    private static MetricValue Names(SortedDictionary<string, string> classes)
    {
        var json = new MediaJson();
        foreach (var (number, name) in classes)
            json.Add(number, name);
        return json.Value;
    }

    private static void Add(SortedDictionary<string, SortedSet<int>> layers, SortedDictionary<string, SortedSet<int>> more)
    {
        foreach (var (name, classes) in more)
        {
            if (!layers.TryGetValue(name, out var known))
                layers.Add(name, known = []);
            known.UnionWith(classes);
        }
    }

    private void Add(SortedDictionary<string, SortedSet<int>> layers, string layer, ClassLabels labels)
    {
        layers[layer] = [.. labels.Names.Keys];
        foreach (var (number, name) in labels.Names)
            _classes[number.ToString(CultureInfo.InvariantCulture)] = name;
    }
}
