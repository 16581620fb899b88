using WandbActors.Persistence.Buffering;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.Buffering;

public class SpillSpecs
{
    private static readonly string Long = new('x', 3_000_000);

    [Fact]
    public void A_text_of_three_megabytes_goes_through_a_file_and_keeps_its_place()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([("n", 1)], null, commit: true);
        some.Buffer.Append([("text", Long)], 5, commit: false);
        some.Buffer.AppendRecord(new byte[100_000]);
        some.Buffer.Append([("n", 2)], null, commit: true);

        Assert.Equal(["row: n = 1", $"step 5 open: text = Text {Long}", $"record {new string('0', 200_000)}", "row: n = 2"], some.ReadAll());
    }

    [Fact]
    public void A_spill_file_lives_until_its_row_is_released()
    {
        using var some = new SomeBuffer();
        some.Buffer.Append([("text", Long)], null, commit: true);
        some.ReadAll();

        var afterReading = SpillFilesOf(some).Length;
        some.Release();

        Assert.Equal(1, afterReading);
        Assert.Empty(SpillFilesOf(some));
    }

    [Fact]
    public void A_spilled_row_is_found_by_another_process()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([("text", Long)], null, commit: true);

        Assert.Equal([$"row: text = Text {Long}"], some.ReadLeftBehind());
    }

    [Fact]
    public void A_spill_file_that_is_torn_or_gone_costs_only_its_row()
    {
        using var some = new SomeBuffer();
        for (var i = 0; i < 3; i++)
            some.Buffer.Append([("text", Long), ("i", i)], null, commit: true);
        var files = SpillFilesOf(some);
        File.WriteAllBytes(files[0], File.ReadAllBytes(files[0])[..^16]);
        File.Delete(files[1]);

        var found = some.ReadLeftBehind(reader => Assert.Equal(2, reader.DamagedItems));

        Assert.Equal([$"row: text = Text {Long}, i = 2"], found);
    }

    [Fact]
    public void A_spilled_row_waits_for_its_deferred_values_like_any_other()
    {
        using var some = new SomeBuffer();
        var (arrived, late) = (new RememberingDeferred(), new RememberingDeferred());
        some.Buffer.Append([("a", new MetricValue(arrived)), ("text", Long), ("b", new MetricValue(late))], null, commit: true);

        arrived.Place.Fill(0.5);
        Assert.Empty(some.ReadAll());
        Assert.Equal(1, some.Reader.GiveUpDeferred(DeferredLoss.TimedOut));

        Assert.Equal([$"row: a = 0.5, text = Text {Long}, b = given up"], some.ReadAll());
    }

    [Fact]
    public void A_refused_row_leaves_no_spill_file()
    {
        using var some = new SomeBuffer();
        while (some.Buffer.Append([("loss", 0.5), ("acc", 0.5)], null, commit: true) == AppendOutcome.Accepted) { }

        var outcome = some.Buffer.Append([("text", Long)], null, commit: true);

        Assert.Equal(AppendOutcome.RefusedFull, outcome);
        Assert.Empty(SpillFilesOf(some));
    }

    [Fact]
    public void What_is_larger_than_anything_may_be_is_refused()
    {
        using var some = new SomeBuffer();
        var text = new string('x', RowDraft.MaxBytes);

        Assert.Equal(AppendOutcome.RefusedTooLarge, some.Buffer.Append([("text", text)], null, commit: true));
        Assert.Equal(AppendOutcome.RefusedTooLarge, some.Buffer.AppendRecord(new byte[RowDraft.MaxBytes + 1]));
        Assert.Equal((1, 1), (some.Buffer.Counters.Refused(AppendOutcome.RefusedTooLarge), some.Buffer.Counters.RecordsRefused));
        Assert.Equal(AppendOutcome.Accepted, some.Buffer.Append([("text", "short")], null, commit: true));
    }

    [Fact]
    public void Where_no_spill_file_can_be_written_the_row_is_refused()
    {
        using var some = new SomeBuffer();
        foreach (var directory in DirectoriesOf(some))
            Directory.CreateDirectory(Path.Combine(directory, $"wandb-actors-{some.Guid:N}-00000001.spill"));

        var outcome = some.Buffer.Append([("text", Long)], null, commit: true);

        Assert.Equal(AppendOutcome.RefusedByDisk, outcome);
        Assert.Empty(some.ReadAll());
        foreach (var directory in DirectoriesOf(some))
            Directory.Delete(Path.Combine(directory, $"wandb-actors-{some.Guid:N}-00000001.spill"));
    }

    [Fact]
    public void Spill_files_lie_beside_the_ring_until_they_would_take_more_than_it()
    {
        using var directory = new TempDirectory();
        using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 22, Directory = directory.Path });

        some.Buffer.Append([("text", Long), ("i", 0)], null, commit: true);
        some.Buffer.Append([("text", Long), ("i", 1)], null, commit: true);
        var (beside, elsewhere) = (SpillFilesIn(directory.Path).Length, SpillFilesIn(some.RunDirectory).Length);
        var found = some.ReadLeftBehind();
        some.ReadAll();
        some.Release();
        some.Buffer.Append([("text", Long), ("i", 2)], null, commit: true);

        Assert.Equal((1, 1), (beside, elsewhere));
        Assert.Equal([$"row: text = Text {Long}, i = 0", $"row: text = Text {Long}, i = 1"], found);
        Assert.Equal((1, 0), (SpillFilesIn(directory.Path).Length, SpillFilesIn(some.RunDirectory).Length));
    }

    [Fact]
    public void A_buffer_that_is_deleted_takes_its_spill_files_with_it()
    {
        using var directory = new TempDirectory();
        using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 22, Directory = directory.Path });
        some.Buffer.Append([("text", Long)], null, commit: true);
        some.Buffer.Append([("text", Long)], null, commit: true);

        some.Buffer.Dispose();
        LeftBehindBuffer.Open(some.Buffer.Path!, some.RunDirectory).Delete();

        Assert.Empty(Directory.GetFiles(directory.Path));
        Assert.Empty(SpillFilesIn(some.RunDirectory));
    }

    [Fact]
    public void Spill_files_are_for_this_user_alone()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([("text", Long)], null, commit: true);

        var file = Assert.Single(SpillFilesOf(some));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static string[] DirectoriesOf(SomeBuffer some) => [Path.GetDirectoryName(some.Buffer.Path)!, some.RunDirectory];

    private static string[] SpillFilesIn(string directory) => Directory.GetFiles(directory, "*.spill");

    private static string[] SpillFilesOf(SomeBuffer some)
    {
        string[] files = [.. DirectoriesOf(some).SelectMany(SpillFilesIn).Where(path => path.Contains($"{some.Guid:N}"))];
        Array.Sort(files, (one, other) => string.CompareOrdinal(Path.GetFileName(one), Path.GetFileName(other)));
        return files;
    }
}
