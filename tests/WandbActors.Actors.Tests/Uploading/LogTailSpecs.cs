using System.Text;
using System.Text.Json;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class LogTailSpecs : IDisposable
{
    private static readonly UploadTarget Nowhere = new(ServerAddress.Of(new Uri("http://127.0.0.1:9")), new ServerCredentials(new string('0', 40)));

    private readonly SomeRun _run;

    public LogTailSpecs() => _run = new SomeRun(SomeRun.Defaults with { Upload = SomeRun.Defaults.Upload with { MaxLineBytes = 500 } }, target: Nowhere).Begin();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Each_history_record_is_one_line_in_the_logs_order()
    {
        for (var row = 0; row < 3; row++)
            _run.Log(("a", row));

        var batch = ReadAll();

        Assert.Equal([0, 1, 2], batch.Lines.History.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("a").GetInt32()));
        Assert.Empty(batch.Problems);
    }

    [Fact]
    public void Of_what_the_server_has_no_line_is_sent_again_but_its_markers_are_counted()
    {
        _run.Log(("a", new string('x', 1000)));
        _run.Log(("a", 1));
        var length = _run.WriteLog();
        var known = _run.Records.Count;
        _run.Log(("a", 2));

        var batch = ReadAll(new UploadBookmark(_run.Session.LogGuid.ToString("N")) { RecordNumber = known, Lines = new LineCounts(2, 0, 0) });

        Assert.True(length > 0);
        Assert.Equal((1, 1), (batch.Lines.History.Count, batch.HistoryMarkers));
    }

    [Fact]
    public void Records_that_cannot_be_replayed_are_set_aside_the_first_is_named_and_all_are_counted()
    {
        _run.Log(("a", 1));
        for (var alert = 0; alert < 3; alert++)
            _run.Session.Append(new Record { Alert = new AlertRecord { Title = "endless", WaitDuration = long.MaxValue } });
        _run.Log(("a", 2));

        var batch = ReadAll();

        Assert.Equal(2, batch.Problems.Length);
        Assert.Contains("cannot be sent", batch.Problems[0]);
        Assert.Contains("3 things", batch.Problems[1]);
        Assert.Equal((2, 0), (batch.Lines.History.Count, batch.Alerts.Length));
        Assert.NotNull(batch.Upsert);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_a_foreign_log_holds_each_history_record_is_one_line_of_json_and_nothing_fails(int seed)
    {
        var chance = new Random(seed);
        var rows = 0;
        for (var record = 0; record < 150; record++)
        {
            var isRow = chance.Next(2) == 0;
            rows += isRow ? 1 : 0;
            _run.Session.Append(isRow ? new Record { History = new HistoryRecord { Item = { HostileText.Items(chance) } } } : HostileText.Record(chance));
            _run.WriteLog();
        }

        var batch = ReadAll();

        Assert.Equal(rows, batch.Lines.History.Count);
        Assert.All(batch.Lines.History, line => Assert.StartsWith("{", Encoding.UTF8.GetString(line.Span)));
        Assert.All(batch.Lines.History, line => Assert.DoesNotContain('\n', Encoding.UTF8.GetString(line.Span)));
        Assert.True(batch.IsEnd);
    }

    private UploadBatch ReadAll(UploadBookmark? bookmark = null)
    {
        var length = _run.WriteLog(exitCode: 0);
        using var tail = new LogTail(_run.Session.UploadJob!, bookmark ?? new UploadBookmark(_run.Session.LogGuid.ToString("N")));
        tail.Order(new LogOrder(new LogGrown(length, IsComplete: true), new LogBeginning(null, null, OutputLog.Name)));
        return tail.Seal(tail.Asks().SelectMany(_ => tail.Read()).Aggregate((batch, step) => batch.Merge(step)));
    }
}
