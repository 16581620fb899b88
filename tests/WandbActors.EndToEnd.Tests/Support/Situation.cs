using System.Text.Json;
using System.Text.Json.Nodes;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A program and a server for each spec; at its end the server must not have seen anything that a client must never do.</summary>
public abstract class Situation : IAsyncLifetime
{
    private protected TrainingProgram Program { get; private set; } = null!;

    private protected RecordingBackend Backend { get; private set; } = null!;

    /// <summary>HOCON of this situation.</summary>
    protected virtual string Settings => "";

    public async Task InitializeAsync()
    {
        Program = new TrainingProgram(Settings);
        Backend = await RecordingBackend.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Program.DisposeAsync();
        await Backend.DisposeAsync();

        Assert.Empty(Backend.Violations);
    }

    private protected RecordedRun OnServer(Run run) => Backend.Run(Backend.DefaultEntity, TrainingProgram.Project, run.Id);

    /// <summary>The rows of the log of one run.</summary>
    private protected async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> LogAsync(Action<Run> log)
    {
        var run = await Program.StartAsync();
        log(run);
        await run.FinishAsync();

        Assert.Empty(TrainingProgram.LogOf(run).Complaints);
        return TrainingProgram.LogOf(run).History;
    }

    /// <summary>The server holds the log's rows, or those of all attempts at a run, one line each, in their order.</summary>
    private protected void AssertServerHasLog(params Run[] attempts)
    {
        var logs = attempts.Select(TrainingProgram.LogOf).ToArray();

        Assert.All(logs, log => Assert.Empty(log.Complaints));
        Assert.Equal(logs.SelectMany(log => log.History).Select(Canonical), OnServer(attempts[0]).History.Select(Canonical));
    }

    private static string Canonical(IReadOnlyDictionary<string, string> row) =>
        Canonical($"{{{string.Join(',', row.Select(item => $"{JsonSerializer.Serialize(item.Key)}:{item.Value}"))}}}");

    // The server's numbers are written in another form than the log's.
    private static string Canonical(string line)
    {
        var members = JsonNode.Parse(line)!.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal);
        return string.Join(", ", members.Select(member => $"{member.Key}={Plain(member.Value)}"));
    }

    private static string Plain(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number
        ? value.GetValue<double>().ToString("R")
        : value?.ToJsonString() ?? "null";
}
