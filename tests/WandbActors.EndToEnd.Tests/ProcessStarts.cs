using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

/// <summary>What a process pays for that logs one run offline.</summary>
public sealed class ProcessStarts
{
    // With what only these need in turn.
    private static readonly string[] SendingAlone =
        ["Akka.Persistence", "Akka.Streams", "Reactive.Streams", "LanguageExt", "linq2db", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "System.Data", "System.Net.Http"];

    private static readonly string[] SomeRunsAlone = ["Hyperion", "Markdig", "SkiaSharp", "System.Drawing", "TorchSharp"];

    [Fact]
    public async Task Offline_it_loads_nothing_that_it_does_not_use()
    {
        using var program = new ExitProgram("finish");

        var ended = await program.EndedAsync();

        var loaded = ended.Printed.Split('\n').Where(line => line.StartsWith("loaded ", StringComparison.Ordinal)).Select(line => line["loaded ".Length..].Trim()).ToList();
        Assert.Contains("WandbActors.Actors", loaded);
        Assert.DoesNotContain(loaded, name => SendingAlone.Concat(SomeRunsAlone).Any(unused => name.StartsWith(unused, StringComparison.Ordinal)));
        Assert.DoesNotContain("Anonymously Hosted DynamicMethods Assembly", loaded); // code that was compiled from expressions
    }
}
