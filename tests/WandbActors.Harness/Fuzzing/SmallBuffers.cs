using WandbActors.Persistence.Buffering;

namespace WandbActors.Harness.Fuzzing;

/// <summary>Row buffers as killed processes leave them: rows and records of many kinds, some released, segments in an order of their own.</summary>
internal static class SmallBuffers
{
    private const int Rows = 1500;
    private const int LongestText = 2500;

    private static readonly RowBufferSettings Settings = new() { RingBytes = 64 * 1024, KeyTableBytes = 8192, MaxWait = TimeSpan.Zero };

    /// <summary>The bytes of a new buffer's file; the same for the same seed but for its time stamps and boot.</summary>
    public static byte[] Make(int seed, string directory)
    {
        var random = new Random(seed);
        Span<byte> guid = stackalloc byte[16];
        random.NextBytes(guid);
        var buffer = RowBuffer.Create(
            Settings with { Directory = directory }, new Guid(guid), Path.Combine(directory, "run-fuzz.wandb"), TimeProvider.System, () => { });
        for (var i = random.Next(Rows / 2); i < Rows; i++)
        {
            Append(buffer, i, random);
            if (buffer.IsHalfFull || random.Next(200) == 0)
                Drain(buffer, random);
        }

        buffer.Dispose();
        var bytes = File.ReadAllBytes(buffer.Path!);
        buffer.Delete();
        return bytes;
    }

    private static void Append(RowBuffer buffer, int i, Random random) => _ = random.Next(10) switch
    {
        0 => buffer.AppendRecord(new byte[random.Next(200)]),
        1 => buffer.Append([("i", i), ("text", new string('t', random.Next(LongestText)))], i, commit: true),
        2 => buffer.Append([($"metric-{i}", i)], null, commit: false),
        3 => buffer.Append([("late", new MetricValue(new NeverRead()))], null, commit: true),
        4 => buffer.Append([("nested", MetricValue.Of(new Dictionary<string, object?> { ["a"] = i, [$"b{i % 50}"] = "c" }))], null, commit: true),
        _ => buffer.Append([("loss", i / 3.0), ("acc", i)], null, commit: true),
    };

    private static void Drain(RowBuffer buffer, Random random)
    {
        for (var i = random.Next(500); i > 0 && (buffer.Reader.TryRead(out _) || buffer.Reader.GiveUpDeferred(DeferredLoss.TimedOut) > 0); i--) { }
        var mark = new RingMark(buffer.Reader.Position, random.Next(1 << 20), new byte[random.Next(300)]);
        buffer.NoteIntent(mark);
        if (random.Next(4) > 0)
            buffer.NoteRelease(mark);
    }

    private sealed class NeverRead : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place)
        {
        }
    }
}
