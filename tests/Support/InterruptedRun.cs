using Google.Protobuf;
using WandbActors.Actors.Assembling;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Testing;

/// <summary>A run as a process leaves it that is killed before anything was written into its log: some rows, in the row buffer alone.</summary>
internal sealed class InterruptedRun
{
    private static readonly RowBufferSettings Small = new() { RingBytes = 64 * 1024, KeyTableBytes = 4096 };

    private InterruptedRun(RunDirectory directory, string ring)
    {
        Directory = directory.Path;
        LogPath = directory.LogPath;
        RingPath = ring;
    }

    public string Directory { get; }

    public string LogPath { get; }

    public string RingPath { get; }

    public static InterruptedRun In(TempDirectory home, string id, int rows, string project = "golden", bool isOffline = true)
    {
        RunId.TryParse(id, out var runId, out _);
        var time = TimeProvider.System;
        var directory = RunDirectory.Create(RunHome.Open(home.Path), runId, isOffline, time);
        var buffer = RowBuffer.Create(Small, Guid.NewGuid(), directory.LogPath, time, () => { });
        buffer.NoteRelease(new RingMark(0, 0, new StepAssembler(new RunClock(time.GetUtcNow().UtcTicks), 0, new MetricSampler()).State));
        buffer.AppendRecord(new Record { Header = new HeaderRecord() }.ToByteArray());
        buffer.AppendRecord(new Record { Run = new RunRecord { RunId = id, Project = project, Entity = "lab" } }.ToByteArray());
        for (var row = 0; row < rows; row++)
            buffer.Append([("loss", 1.0 / (row + 1))], step: null, commit: true);
        buffer.Dispose();
        return new InterruptedRun(directory, buffer.Path!);
    }
}
