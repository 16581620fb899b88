using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WandbActors;

/// <summary>The classes of all layers over an image in a table: an artifact keeps them in a file of their own.</summary>
internal static class ImageClasses
{
    [SuppressMessage("Security", "CA5351", Justification = "It names a file, as W&B's clients do it.")]
    public static void Add(Image image, MediaJson json, MediaPlace place)
    {
        var names = new SortedDictionary<int, string>();
        foreach (var labels in image.Boxes.Values.Select(boxes => boxes.Labels).Concat(image.Masks.Values.Select(mask => mask.Labels)))
        {
            foreach (var (number, name) in labels.Names)
                names[number] = name;
        }

        if (names.Count == 0)
            return;

        var set = MediaJson.List(names.Select(name => new MediaJson().Add("id", name.Key).Add("name", name.Value).Value));
        var content = new MediaJson().Add("_type", "classes").Add("class_set", set).ToUtf8();
        var file = place.AddFile("media/classes", "_cls.classes.json", content);
        json.Add("classes", new MediaJson()
            .Add("type", "classes-file")
            .Add("path", file.Path)
            .Add("digest", Convert.ToBase64String(MD5.HashData(content)))
            .Value);
    }
}
