using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class SettingsAreLarge : Situation
{
    private static readonly string Large = new('x', 9_000_000);

    [Fact]
    public async Task A_start_with_settings_that_are_too_large_is_refused_with_all_reasons()
    {
        var refusal = await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(new RunOptions { Config = { ["big"] = Large, ["inner"] = new { text = Large }, ["fine"] = 1 }, Notes = Large }));

        Assert.Contains("for 3 reasons", refusal.Message);
        Assert.Contains("RunOptions.Config[\"big\"] has 9.0 MB", refusal.Message);
        Assert.Contains("RunOptions.Config[\"inner\"]", refusal.Message);
        Assert.Contains("RunOptions.Notes", refusal.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Program.Directory.Path));
    }

    [Fact]
    public async Task A_start_with_settings_that_are_too_large_together_is_refused()
    {
        var options = new RunOptions();
        for (var i = 0; i < 5; i++)
            options.Config[$"part {i}"] = new string('x', 8_000_000);

        var refusal = await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(options));

        Assert.Contains("40.0 MB together", refusal.Message);
    }

    [Fact]
    public async Task Settings_that_are_too_large_later_become_texts_that_say_so_and_are_counted_and_said()
    {
        var run = await Program.StartAsync();
        run.Config["big"] = new string('x', 100_000_000);
        run.Config.Update([new("more", Large), new("fine", 1)]);
        run.Summary["last"] = new string('x', 100_000_000);
        run.Notes = new string('x', 100_000_000);

        var receipt = await run.FinishAsync();

        string[] read = [$"{run.Config["big"]}", $"{run.Config["more"]}", $"{run.Summary["last"]}", run.Notes];
        Assert.All(read, text => Assert.Contains("not kept", text));
        Assert.Equal("1", $"{run.Config["fine"]}");
        var items = TrainingProgram.LogOf(run).Records.Where(record => record.Kind is PlainRecord.Config or PlainRecord.Summary).SelectMany(record => record.Items).ToArray();
        Assert.Equal(3, items.Count(item => item.Json.Contains("not kept: ")));
        Assert.Equal(4, receipt.ValuesLost);
        Assert.False(receipt.IsComplete);
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains("\"Config.big\"") && warning.Contains("not kept: 100,000,000 bytes"));
    }

    [Fact]
    public async Task Many_settings_that_are_large_together_are_all_kept()
    {
        var run = await Program.StartAsync();
        run.Config.Update(Enumerable.Range(0, 10).Select(i => KeyValuePair.Create($"part {i}", (object?)new string('x', 8_000_000))));

        var receipt = await run.FinishAsync();

        var kept = TrainingProgram.LogOf(run).Records.Where(record => record.Kind == PlainRecord.Config).SelectMany(record => record.Items);
        Assert.Equal(10, kept.Count(item => item.Json.Length > 8_000_000));
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_record_that_is_refused_is_counted_and_said_and_its_change_is_not_shown()
    {
        var run = await Program.StartAsync();
        run.Tags = [.. Enumerable.Range(0, 1_200_000).Select(i => $"{i:D64}")];

        var receipt = await run.FinishAsync();

        Assert.Empty(run.Tags);
        Assert.Equal(1, receipt.ValuesLost);
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains("was refused") && warning.Contains("larger than any row"));
    }

    [Fact]
    public async Task Options_and_settings_of_null_are_none()
    {
        var run = await Program.StartAsync(new RunOptions { Config = null!, Tags = null! });
        Assert.Empty(await Program.WarningsAsync());
        run.Config.Update((IEnumerable<KeyValuePair<string, object?>>)null!);

        await run.FinishAsync();

        Assert.Empty(run.Config.Names);
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("Config.Update: null has no names"));
    }
}
