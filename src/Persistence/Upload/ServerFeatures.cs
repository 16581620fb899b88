using System.Collections.Immutable;
using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>The features that a server says it has. Without an answer, none.</summary>
internal sealed class ServerFeatures
{
    public const string FileStreamGzip = "FILESTREAM_GZIP";
    public const string StructuredConsoleLogs = "STRUCTURED_CONSOLE_LOGS";

    public static readonly ServerFeatures None = new([]);

    private readonly ImmutableHashSet<string> _enabled;

    private ServerFeatures(IEnumerable<string> enabled) => _enabled = [.. enabled];

    public bool Has(string name) => _enabled.Contains(name);

    public static ServerFeatures Read(JsonElement data) =>
        new(data.Items("serverInfo", "features")
            .Where(feature => feature.Flag("isEnabled"))
            .Select(feature => feature.Text("name"))
            .OfType<string>());
}
