using System.Text.Json.Nodes;

namespace WandbActors.Testing;

/// <summary>The corpus of runs that were recorded with the official client; see Golden/README.md.</summary>
public static class Golden
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Every case that has a log, in alphabetical order, as xunit's MemberData wants them.</summary>
    public static IEnumerable<object[]> Cases => Directory.EnumerateDirectories(Root)
        .Where(folder => File.Exists(Path.Combine(folder, "run.wandb")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)
        .Select(name => new object[] { name });

    /// <summary>The folder of a case, or of <c>online</c>.</summary>
    public static string Folder(string name) => Path.Combine(Root, name);

    /// <summary>The transaction log of a case.</summary>
    public static string LogOf(string name) => Path.Combine(Folder(name), "run.wandb");

    /// <summary>What the official client asked while a case ran online, and what it was answered, in order.</summary>
    public static IReadOnlyList<JsonNode> Traffic(string name) =>
        [.. File.ReadLines(Path.Combine(Folder("online"), $"{name}.jsonl")).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!)];
}
