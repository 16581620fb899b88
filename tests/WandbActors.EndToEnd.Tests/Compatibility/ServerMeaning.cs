using System.Text;
using System.Text.Json.Nodes;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>What a server holds of a run: the official client's, from the corpus, and ours, from the recording backend.</summary>
internal static class ServerMeaning
{
    private static readonly string[] Upserted = ["name", "project", "entity", "groupName", "jobType", "displayName", "notes", "host"];

    // Of Python's packages there are none, and the metadata are of another machine.
    private static readonly string[] Elsewhere = ["requirements.txt", "wandb-metadata.json"];

    private const string Manifest = "wandb_manifest.json"; // the official one names paths of the machine that logged it

    public static RunMeaning Of(string name)
    {
        var server = new GoldenServer(name);
        var meaning = new RunMeaning();
        Add(meaning, server.Lines("wandb-history.jsonl"), server.Text("wandb-summary.json")!, server.Lines("output.log"), server.ExitCode);
        meaning["config"].Add(Anonymous.Config(server.LastConfig));
        AddRun(meaning, server.LastSent);
        AddFiles(meaning, server.Uploaded.Select(path => (path, File.ReadAllBytes(Path.Combine(server.UploadFolder, path)))));
        AddArtifacts(meaning, GoldenArtifact.Of(name).Select(artifact => (artifact.Type, artifact.Name, artifact.Digest, artifact.FileBytes)));
        return meaning;
    }

    public static RunMeaning Of(RecordedRun run, IEnumerable<RecordedArtifact> artifacts)
    {
        var meaning = new RunMeaning();
        Add(meaning, run.History, run.SummaryLine!, run.Console, run.ExitCode!.Value);
        meaning["config"].Add(Anonymous.Config((string)run.Variable("config")!));
        AddRun(meaning, variable => run.Variable(variable)?.ToString() ?? "");
        AddFiles(meaning, run.Uploaded.Select(path => (path, run.Files[path])));
        AddArtifacts(meaning, artifacts.Where(artifact => artifact.Run == run.Id && artifact.IsCommitted).Select(artifact => (artifact.Type, artifact.Name, artifact.Digest, BytesOf(artifact))));
        return meaning;
    }

    private static void Add(RunMeaning meaning, IEnumerable<string> history, string summary, IEnumerable<string> console, int exitCode)
    {
        meaning["history"].AddRange(history.Select(Anonymous.Json));
        meaning["summary"].Add(Anonymous.Json(summary));
        meaning["console"].AddRange(console.Select(GoldenServer.WithoutTime));
        meaning["exit"].Add($"{exitCode}");
    }

    private static void AddRun(RunMeaning meaning, Func<string, string> variable)
    {
        meaning["run"].AddRange(Upserted.Select(name => $"{name} {variable(name)}"));
        var tags = variable("tags");
        meaning["run"].Add($"tags {(tags.Length > 0 ? string.Join(',', JsonNode.Parse(tags)!.AsArray().Select(tag => (string)tag!)) : "")}");
    }

    private static void AddFiles(RunMeaning meaning, IEnumerable<(string Path, byte[] Content)> files)
    {
        meaning["files"].AddRange(files.Where(file => !Elsewhere.Contains(file.Path)).Select(file => $"{Anonymous.Path(file.Path)}: {ContentOf(file.Path, file.Content)}"));
        meaning["files"].Sort(StringComparer.Ordinal);
    }

    // Our backend knows a version that it has already, as W&B's server does; the one that recorded the corpus did not.
    private static void AddArtifacts(RunMeaning meaning, IEnumerable<(string Type, string Name, string Digest, IReadOnlyDictionary<string, long> Bytes)> artifacts) =>
        meaning["artifacts"].AddRange(artifacts
            .Select(artifact => $"{artifact.Type} {artifact.Name} {artifact.Digest} {string.Join(", ", artifact.Bytes.Where(file => file.Key != Manifest).Select(file => $"{file.Key} {file.Value}"))}")
            .Distinct());

    private static IReadOnlyDictionary<string, long> BytesOf(RecordedArtifact artifact) =>
        artifact.Files.ToDictionary(file => file.Key, file => (long)file.Value.Length);

    private static string ContentOf(string path, byte[] content) => Path.GetExtension(path) switch
    {
        ".png" => PixelsOf(content),
        ".yaml" => "the config, as YAML", // its form: ConfigYamlSpecs
        ".json" when path == "wandb-summary.json" => Anonymous.Json(Encoding.UTF8.GetString(content)),
        _ => Encoding.UTF8.GetString(content).ReplaceLineEndings("↵"),
    };

    private static string PixelsOf(byte[] png)
    {
        var image = PngPixels.Read(png);
        return $"{image.Width}×{image.Height}×{image.Channels} {Convert.ToHexString(image.Bytes)}";
    }
}
