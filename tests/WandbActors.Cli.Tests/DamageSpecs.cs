using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Testing;

namespace WandbActors.Cli;

/// <summary>Whatever bytes a file holds, a command ends with one of its exit codes and never with an exception.</summary>
public sealed class DamageSpecs
{
    [Property(MaxTest = 100)]
    public bool A_damaged_log_can_be_looked_at_in_every_way(NonEmptyArray<PositiveInt> places, byte value, PositiveInt end)
    {
        using var home = new TempDirectory();
        var log = new SomeRun("one", Rows: 300) { TextLength = 40_000, HasNonsense = true }.WriteTo(home);
        Damage(log, places.Get, value, end.Get);

        return ((string[])["ls", "ls --json", "show one", "show one --json", "show one -m *", "tail one", "verify one", "verify one --json", "clean"])
            .Concat(((string[])["csv", "jsonl", "parquet", "tensorboard"]).Select(format => $"export one --to {format} -o out-{format} --force"))
            .All(line => EndsWell(home, line));
    }

    [Property(MaxTest = 10)]
    public bool A_damaged_file_can_be_imported_or_not(NonEmptyArray<PositiveInt> places, byte value, PositiveInt end)
    {
        using var home = new TempDirectory();
        new SomeRun("one", Rows: 20).WriteTo(home);
        foreach (var format in (string[])["csv", "jsonl", "tensorboard"])
            EndsWell(home, $"export one --to {format} -o whole-{format} --force");
        var eventFile = Directory.GetFiles(home["whole-tensorboard"]).Single();
        foreach (var (from, to) in ((string, string)[])[(home["whole-csv"], "a.csv"), (home["whole-jsonl"], "a.jsonl"), (eventFile, "a.tfevents.1")])
        {
            File.Copy(from, home[to], overwrite: true);
            Damage(home[to], places.Get, value, end.Get);
        }

        return ((string[])["a.csv", "a.jsonl", "a.tfevents.1"]).All(file => EndsWell(home, $"import {file} --project golden"));
    }

    private static void Damage(string path, PositiveInt[] places, byte value, int end)
    {
        var bytes = File.ReadAllBytes(path);
        foreach (var place in places)
            bytes[place.Get * 7919L % bytes.Length] ^= (byte)(value | 1);
        File.WriteAllBytes(path, bytes[..^Math.Min(bytes.Length, end % 3 == 0 ? end : 0)]);
    }

    private static bool EndsWell(TempDirectory home, string line) => new Tool(home).RunAsync(line.Split(' ')).GetAwaiter().GetResult() is 0 or 1;
}
