using System.Globalization;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Harness.Faults;

/// <summary>One run of a soak: logs rows, console lines, machine samples, files and settings by chance, and looks at what became of them.</summary>
internal sealed class SoakRun(Run run, RecordedRun server, int seed)
{
    private const int Bursts = 40;
    private const int ExitCode = 3;

    private readonly Random _chance = new(seed);
    private readonly List<string> _console = [];
    private readonly List<string> _files = [];
    private int _rows;
    private int _samples;

    /// <summary>Logs, with the server hurried again and again, and ends the run. Returns what is not as it must be.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync(Func<bool> isEnough)
    {
        for (var burst = 0; burst < Bursts && !isEnough(); burst++)
        {
            Log();
            await run.FlushAsync(_chance.Next(4) == 0 ? FlushTarget.Disk : FlushTarget.Server);
        }

        var receipt = await run.FinishAsync(ExitCode);
        return [.. Problems(receipt, (await run.GetStatusAsync()).Ledger).Select(problem => $"{run.Id}: {problem}")];
    }

    private void Log()
    {
        for (var row = _chance.Next(20); row >= 0; row--, _rows++)
            run.Log(("row", _rows), ("value", _chance.NextDouble()), ("name", _chance.Next(10) == 0 ? "a \"text\"\n" : double.NaN));
        for (var line = _chance.Next(4); line > 0; line--)
            Say($"line {_console.Count} of {run.Id}");
        if (_chance.Next(3) == 0)
            Sample();
        if (_chance.Next(10) == 0)
            run.Config["rate"] = _chance.NextDouble();
        if (_chance.Next(15) == 0)
            Save($"checkpoints/{_files.Count}.bin");
    }

    private void Say(string text)
    {
        _console.Add(text);
        run.Session!.Append(new Record { OutputRaw = new OutputRawRecord { Line = text + "\n", OutputType = OutputRawRecord.Types.OutputType.Stdout } });
    }

    private void Sample()
    {
        _samples++;
        run.Session!.Append(new Record { Stats = new StatsRecord { Item = { new StatsItem { Key = "cpu", ValueJson = _samples.ToString(CultureInfo.InvariantCulture) } } } });
    }

    private void Save(string name)
    {
        var path = Path.Combine(run.Directory, "files", name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }
        catch (IOException)
        {
            return; // the disk is full for the program, too
        }

        _files.Add(name);
        run.Session!.Append(new Record { Files = new FilesRecord { Files = { new FilesItem { Path = name, Policy = FilesItem.Types.PolicyType.Now } } } });
    }

    private IEnumerable<string> Problems(RunReceipt receipt, Ledger ledger)
    {
        var log = PlainLog.Read(Path.Combine(run.Directory, $"run-{run.Id}.wandb"));
        foreach (var complaint in log.Complaints)
            yield return $"the log: {complaint}";
        if (!receipt.IsComplete)
            yield return $"the receipt says that something is missing: {receipt.UploadProblem}, {receipt.RowsOnServer} of {receipt.RowsInLog} rows on the server";
        if (!log.History.Select(Meaning).SequenceEqual(server.History.Select(JsonMeaning.Of)))
            yield return $"{log.History.Count} rows in the log, {server.History.Count} on the server, and they are not the same";
        if (log.History.Count != _rows)
            yield return $"{_rows} rows logged, {log.History.Count} in the log";
        if (!server.Console.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).SequenceEqual(_console))
            yield return $"{_console.Count} console lines, {server.Console.Count} on the server, and they are not the same";
        if (!server.Events.Select(line => (int)JsonMeaning.Node(line)["system.cpu"]!).SequenceEqual(Enumerable.Range(1, _samples)))
            yield return $"{_samples} samples, {server.Events.Count} on the server, and they are not the same";
        foreach (var file in _files.Where(file => !server.Files.ContainsKey(file)))
            yield return $"{file} is not on the server";
        if (server.ExitCode != ExitCode)
            yield return $"the server has the exit code {server.ExitCode}";
        if (ledger.Offered != _rows || ledger.Offered != ledger.Refused + ledger.InRing + ledger.InLog || ledger.HistoryRecords != log.History.Count || ledger.OnServer != server.History.Count)
            yield return $"the ledger does not add up: {ledger}";
    }

    private static string Meaning(IReadOnlyDictionary<string, string> row) =>
        JsonMeaning.Of($"{{{string.Join(',', row.Select(item => $"{System.Text.Json.JsonSerializer.Serialize(item.Key)}:{item.Value}"))}}}");
}
