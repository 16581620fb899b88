using System.Buffers;
using System.Text.RegularExpressions;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Assembling;

public sealed partial class MediaSpecs : IDisposable
{
    private static readonly string[] Hashes =
    [
        "ca978112ca1bbdcafac2", // of "a"
        "3e23e8160039594a3389",
        "2e7d2c03a9507ae265ec",
    ];

    private readonly TempDirectory _directory = new();
    private readonly SomeAssembler _run;

    public MediaSpecs() =>
        _run = new SomeAssembler(media: new MediaFolder { RunId = RunId.Generate(), LogGuid = Guid.Empty, RunDirectory = _directory.Path });

    [Fact]
    public void A_file_is_written_for_its_metric_and_step_and_announced_behind_its_row()
    {
        _run.Log(("a", 1));
        _run.Log(("note", new SomeNote("a")), ("b", 2));

        Assert.Equal(["row 0: a = 1", $"row 1: note = \"{PathOf("note", 1, 0)}\", b = 2", $"files: {PathOf("note", 1, 0)}"], Texts);
        Assert.Equal("a", File.ReadAllText(Path.Combine(_directory.Path, "files", PathOf("note", 1, 0))));
        Assert.Equal([1, 2, 3], _run.Records.Select(record => record.Num));
    }

    [Fact]
    public void Rows_that_stay_open_and_late_rows_have_files_at_their_own_steps()
    {
        _run.Log(5, ("a", new SomeNote("a")));
        _run.Log(commit: false, ("b", new SomeNote("b")));
        _run.Log(2, ("late", new SomeNote("c")));
        _run.Close();

        Assert.Equal(
            [
                $"files: {PathOf("a", 5, 0)}",
                $"files: {PathOf("b", 5, 1)}",
                $"row 2: late = \"{PathOf("late", 2, 2)}\"",
                $"files: {PathOf("late", 2, 2)}",
                $"row 5: a = \"{PathOf("a", 5, 0)}\", b = \"{PathOf("b", 5, 1)}\"",
            ],
            Texts);
    }

    [Fact]
    public void Nested_values_are_named_by_their_innermost_name_and_lists_by_their_own()
    {
        var nested = new Dictionary<string, object> { ["inner"] = new SomeNote("a"), ["list"] = new object[] { new SomeNote("b"), 1 } };

        _run.Log(("outer", MetricValue.Of(nested)));

        Assert.Equal(
            $"row 0: outer.inner = \"{PathOf("inner", 0, 0)}\", outer.list = [\"{PathOf("list", 0, 1)}\",1]", Texts[0]);
    }

    [Fact]
    public void A_value_in_the_summary_has_the_word_in_place_of_the_step()
    {
        _run.Log(("a", 1));
        Assert.Equal(AppendOutcome.Accepted, _run.Buffer.AppendSummary([("best", new SomeNote("a"))]));

        var path = $"media/note/best_summary_{Hashes[0]}.txt";
        Assert.Equal(["row 0: a = 1", "summary: a = 1", $"summary: best = \"{path}\"", $"files: {path}"], Texts);
        Assert.Equal((1, 1), (_run.Buffer.Reader.RowsRead, _run.Buffer.Reader.RecordsRead));
        Assert.Equal(1, _run.Buffer.CountUnreleasedRows());
    }

    [Fact]
    public void The_same_content_twice_in_a_value_is_announced_once()
    {
        _run.Log(("notes", MetricValue.Of(new[] { new SomeNote("a"), new SomeNote("a") })));

        Assert.Single(Texts, text => text.StartsWith("files:", StringComparison.Ordinal));
    }

    [Fact]
    public void What_begins_anew_makes_the_same_files_and_the_same_records()
    {
        _run.Log(("note", new SomeNote("a")));
        _run.Log(commit: false, ("note", new SomeNote("b")));
        _run.Log(("x", 1));
        var first = Texts;
        var files = FilesThere();

        _run.BeginAnew();

        Assert.Equal(first, Texts);
        Assert.Equal(files, FilesThere());
    }

    [Theory]
    [InlineData("../../etc/x", "_/_/etc/x")]
    [InlineData("/absolute", "absolute")]
    [InlineData("..\\up", ".._up")]
    [InlineData("a/./b", "a/_/b")]
    [InlineData("key with space", "key with space")]
    [InlineData("val/image", "val/image")]
    [InlineData("", "_")]
    [InlineData("//", "_")]
    [InlineData("star*?", "star__")]
    [InlineData("nul\0\n", "nul__")]
    [InlineData("ünï ✓ 日本", "ünï ✓ 日本")]
    public void No_name_leads_out_of_the_runs_files(string key, string safe)
    {
        _run.Log((key, new SomeNote("a")));

        Assert.Equal($"files: media/note/{safe}_0_{Hashes[0]}.txt", Texts[1]);
        Assert.Equal(Path.Combine("media/note", $"{safe}_0_{Hashes[0]}.txt"), Assert.Single(FilesThere()));
    }

    [Fact]
    public void A_name_of_any_length_is_shortened()
    {
        _run.Log((string.Concat(Enumerable.Repeat("ä", 5000)), new SomeNote("a")), (string.Concat(Enumerable.Repeat("x/", 5000)), new SomeNote("b")));

        Assert.Equal(0, TakenCounts().ValuesLost);
        Assert.All(FilesThere(), file => Assert.InRange(file.Length, 1, 255));
    }

    [Fact]
    public void A_disk_that_refuses_costs_the_value_and_nothing_else()
    {
        Directory.CreateDirectory(_directory.Path);
        File.WriteAllText(Path.Combine(_directory.Path, "files"), "where the directory should be");

        _run.Log(("before", 1), ("note", new SomeNote("a")), ("after", 2));

        Assert.Matches(LostNote(), Assert.Single(Texts));
        Assert.Equal(1, _run.Counts.ValuesLost);
        Assert.True(_run.Assembler.Remarks.TryTake(out var remark));
        Assert.StartsWith("note (SomeNote) could not be written: ", remark);
    }

    [Fact]
    public void A_list_that_fails_half_way_announces_nothing()
    {
        _run.Log(("notes", MetricValue.Of(new Media[] { new SomeNote("a"), new ThrowingNote() })));

        Assert.Equal(["row 0: notes = \"(a list could not be written: no)\""], Texts);
    }

    [Fact]
    public void Where_there_are_no_files_a_text_says_so()
    {
        using var run = new SomeAssembler();

        run.Log(("note", new SomeNote("a")));

        Assert.Equal(["row 0: note = \"(SomeNote: has files, and stands only in a row or the summary of a run of its own process)\""], run.Texts);
        Assert.Equal("\"(SomeNote: has files, and stands only in a row or the summary of a run of its own process)\"", ValueJson.ToJsonText(new SomeNote("a")));
    }

    public void Dispose()
    {
        _run.Dispose();
        _directory.Dispose();
    }

    private string[] Texts => [.. _run.Records.Select(record => record.Files is { } files ? $"files: {Assert.Single(files.Files).Path}" : ReadableRecord.Of(record))];

    private static string PathOf(string key, long step, int content) => $"media/note/{key}_{step}_{Hashes[content]}.txt";

    private string[] FilesThere()
    {
        var files = Path.Combine(_directory.Path, "files");
        return [.. Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(files, path)).Order()];
    }

    private AssemblerCounts TakenCounts()
    {
        _run.TakeAll();
        return _run.Counts;
    }

    [GeneratedRegex("^row 0: before = 1, note = \"\\(SomeNote could not be written: .+\\)\", after = 2$")]
    private static partial Regex LostNote();

    private sealed class ThrowingNote : Media
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => throw new NotSupportedException("no");
    }
}
