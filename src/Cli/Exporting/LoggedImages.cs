using System.Globalization;
using Google.Protobuf;
using WandbActors.Cli.EventFiles;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Exporting;

/// <summary>The images that a logged value names, as far as their files are in the run's directory: one, or a list of equal ones.</summary>
internal sealed class LoggedImages(string directory, string json)
{
    private const int Rgb = 3; // a reader that needs it finds the truth in the file

    private readonly Dictionary<string, string> _members =
        JsonText.IsObject(json) ? JsonText.Members(json).DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Json) : [];

    /// <summary>Reads them; none if this is no image, or one of the files is not here.</summary>
    public IReadOnlyList<EventSummary.Types.Image> Read()
    {
        var images = Names().Select(Read).ToList();
        return images.TrueForAll(image => image is not null) ? [.. images.OfType<EventSummary.Types.Image>()] : [];
    }

    private IEnumerable<string> Names() => _members.GetValueOrDefault("_type") switch
    {
        "\"image-file\"" when _members.TryGetValue("path", out var path) && JsonText.IsText(path) => [JsonText.Unquote(path)],
        "\"images/separated\"" when _members.TryGetValue("filenames", out var names) && JsonText.IsArray(names) =>
            JsonText.Elements(names).Where(JsonText.IsText).Select(name => JsonText.Unquote(name)),
        _ => [],
    };

    // A log is believed only so far: what leads out of the run's own files is no image of it.
    private EventSummary.Types.Image? Read(string name)
    {
        var files = Path.GetFullPath(Path.Combine(directory, "files")) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(files, name));
        if (!path.StartsWith(files, StringComparison.Ordinal) || !File.Exists(path))
            return null;

        return new EventSummary.Types.Image
        {
            Width = Number("width"),
            Height = Number("height"),
            Colorspace = Rgb,
            EncodedImageString = ByteString.CopyFrom(File.ReadAllBytes(path)),
        };
    }

    private int Number(string name) => int.TryParse(_members.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
