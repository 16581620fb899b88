using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>The records that close a log: the whole runtime, and how the run ended.</summary>
internal static class RunEnd
{
    /// <param name="exitCode">0 for success.</param>
    /// <param name="runtime">Seconds that the run has taken, earlier attempts included.</param>
    /// <param name="nextRecord">The number of the first of them; moved behind the last.</param>
    /// <param name="batch">Where they go.</param>
    public static void Write(int exitCode, double runtime, ref long nextRecord, EncodedBatch batch)
    {
        SummaryTracker.WriteRuntime(batch, nextRecord++, runtime);
        batch.Add(nextRecord++, new Record
        {
            Exit = new RunExitRecord { ExitCode = exitCode, Runtime = (int)Math.Min(runtime, int.MaxValue) },
            Control = new Control { AlwaysSend = true },
        });

        // Older readers take the exit code only when these two follow it; newer ones pass them over.
        batch.Add(nextRecord++, new Record { Final = new FinalRecord() });
        batch.Add(nextRecord++, new Record { Footer = new FooterRecord() });
    }
}
