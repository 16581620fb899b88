namespace WandbActors.Api.Tests;

public class RunReceiptSpecs
{
    private static readonly RunReceipt Uploaded = new()
    {
        RunId = "r1",
        Mode = RunMode.Online,
        RowsOffered = 10,
        RowsAccepted = 10,
        RowsInLog = 10,
        RowsMerged = 2,
        RowsOnServer = 8,
        IsUploaded = true,
        Directory = "/runs/wandb/run-1",
    };

    [Fact]
    public void A_run_that_is_wholly_on_the_server_is_complete_and_needs_nothing()
    {
        Assert.True(Uploaded.IsComplete);
        Assert.Equal(0, Uploaded.RowsWaiting);
        Assert.Null(Uploaded.SyncCommand);
    }

    [Fact]
    public void An_offline_run_is_complete_on_disk_and_can_be_sent()
    {
        var receipt = Uploaded with { Mode = RunMode.Offline, IsUploaded = false, RowsOnServer = 0, Directory = "/my runs/r" };

        Assert.True(receipt.IsComplete);
        Assert.Equal(8, receipt.RowsWaiting);
        Assert.Equal("wandb-actors sync \"/my runs/r\"", receipt.SyncCommand);
    }

    [Fact]
    public void A_receipt_reads_as_a_line()
    {
        var stopped = Uploaded with { RowsOnServer = 5, IsUploaded = false, ValuesLost = 2 };

        Assert.Equal("run r1: 10 rows logged, 10 in the log, 8 records on the server, 0 waiting", $"{Uploaded}");
        Assert.Equal(
            "run r1: 10 rows logged, 10 in the log, 5 records on the server, 3 waiting; 2 values are missing in rows that were kept; send it with: wandb-actors sync /runs/wandb/run-1",
            $"{stopped}");
        Assert.Equal("run r1 was disabled: nothing is kept", $"{Uploaded with { Mode = RunMode.Disabled, Directory = null }}");
    }

    [Fact]
    public void A_ledger_reads_as_a_line()
    {
        var ledger = new Ledger { RefusedFull = 1, InRing = 12, Merged = 3, HistoryRecords = 984, OnServer = 900, MarkersTooLong = 1, ValuesLost = 2 };

        Assert.Equal(
            "1000 rows: 1 refused, 12 in the buffer, 987 in the log (3 merged into others); of its 984 records 900 on the server, 1 there as a marker only, 83 waiting; 2 values missing",
            $"{ledger}");
    }

    public static TheoryData<RunReceipt> Incomplete =>
    [
        Uploaded with { IsUploaded = false },
        Uploaded with { RowsInLog = 9 },
        Uploaded with { RowsDropped = new Dictionary<string, long> { ["the buffer was full"] = 1 } },
        Uploaded with { ValuesLost = 1 },
        Uploaded with { FilesLost = 1 },
        Uploaded with { RowsOnServer = 7, RowsReplaced = new Dictionary<string, long> { ["too long"] = 1 } },
    ];

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Whatever_is_missing_makes_it_incomplete(RunReceipt receipt)
    {
        Assert.False(receipt.IsComplete);
    }

    [Fact]
    public void Each_kind_of_loss_is_named_with_its_figure()
    {
        var receipt = Uploaded with
        {
            RowsOffered = 12,
            RowsInLog = 9,
            RowsOnServer = 6,
            RowsDropped = new Dictionary<string, long> { ["the buffer was full"] = 2, ["unreadable"] = 0 },
            RowsReplaced = new Dictionary<string, long> { ["too long"] = 1 },
            ValuesLost = 4,
            FilesLost = 5,
        };

        Assert.Equal(["1 rows", "2 of 12 rows", "1 rows", "4 values", "5 artifacts"], receipt.Losses.Select(loss => loss[..(loss.IndexOf('s') + 1)]));
        Assert.Equal(0, receipt.RowsWaiting);
    }

    [Fact]
    public void Records_of_aggregates_alone_are_waited_for_too()
    {
        var receipt = Uploaded with { AggregateRows = 1, RowsOnServer = 9 };

        Assert.Equal(0, receipt.RowsWaiting);
        Assert.Equal(3, (receipt with { RowsOnServer = 6 }).RowsWaiting);
    }

    [Fact]
    public void What_waits_to_be_sent_is_not_lost() => Assert.Empty((Uploaded with { IsUploaded = false, RowsOnServer = 0 }).Losses);
}
