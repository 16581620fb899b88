using Akka.Actor;
using WandbActors.Actors;
using static WandbActors.Actors.Staging.StagingProtocol;

namespace WandbActors;

public sealed partial class Run
{
    // The actor keeps the bound itself; the margin is for a system that is too busy to keep it, or a disk that does not return.
    private static readonly TimeSpan EndMargin = TimeSpan.FromSeconds(5);

    // Of a bound that must hold as a whole: then they are done with the disk and the server, and stop.
    private const double ActorsShare = 0.6;

    // Then it is not waited for any longer that they have stopped: the rest is for the report.
    private const double StoppingShare = 0.8;

    private readonly Lock _gate = new();
    private Task<RunReceipt>? _finish;

    /// <summary>
    /// Ends the run: writes what is left, tells the server, prints the last values and where the files are. Waits at most the finish
    /// timeout (default 30 s); what is not sent by then stays in the log, and the receipt names the command that sends it. A second call
    /// gives the first one's receipt. Never throws, unless the run is strict.
    /// </summary>
    /// <param name="exitCode">0 for success; anything else marks the run as failed.</param>
    /// <exception cref="WandbException">The run is strict (<see cref="RunOptions.Strict"/>) and something was lost; the exception has the receipt.</exception>
    public async Task<RunReceipt> FinishAsync(int exitCode = 0)
    {
        var receipt = await FinishOnceAsync(exitCode).ConfigureAwait(false);
        if (Identity.IsStrict && receipt.Losses.Count > 0)
            throw new WandbException($"Run {Id} is strict, and not all of it was kept: {string.Join("; ", receipt.Losses)}.", receipt);

        return receipt;
    }

    /// <summary>
    /// Ends the run as <see cref="FinishAsync"/> does, with exit code 0, unless it has ended. Never throws, not even when the run is
    /// strict: it would hide the exception that may just leave the <c>using</c>. The losses are printed.
    /// </summary>
    public async ValueTask DisposeAsync() => await FinishOnceAsync(ExitCodeOfHost?.Invoke() ?? 0).ConfigureAwait(false);

    /// <summary>The same, and waits for it on this thread: for those who cannot wait otherwise, such as containers.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Ends the run, if it has not ended, because its process or actor system ends; also cuts a finish that goes on to this bound. Never throws.</summary>
    internal Task EndAsync(int exitCode, TimeSpan bound)
    {
        CloseLinked();
        TellUnlessEnded(new EndRun(exitCode, bound * ActorsShare));
        lock (_gate)
            return _finish ??= FinishWithinAsync(_session, exitCode, bound * StoppingShare);
    }

    /// <summary>Whoever holds no run has ended it by its actor: says and tidies what the end of a run says and tidies. Waits for nothing.</summary>
    internal void Conclude()
    {
        if (_session is not { Ended.IsCompletedSuccessfully: true } session)
            return;

        lock (_gate)
        {
            if (_finish is not null)
                return;

            _hearing?.Dispose();
            _finish = Task.FromResult(Conclude(session, StatusAtEnd(session, session.Ended.Result)));
        }
    }

    private Task<RunReceipt> FinishOnceAsync(int exitCode)
    {
        lock (_gate)
            return _finish ??= FinishWithinAsync(_session, exitCode, PatienceOf(_session));
    }

    private static TimeSpan PatienceOf(RunSession? session) =>
        session is null || session.FinishBound == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : session.FinishBound + EndMargin;

    private async Task<RunReceipt> FinishWithinAsync(RunSession? session, int exitCode, TimeSpan patience)
    {
        if (session is null)
            return RunReporter.Disabled(Identity);

        using var activity = WandbInstrumentation.Source.StartActivity("wandb.run.finish");
        activity?.SetRun(this);
        CloseLinked();
        _hearing?.Dispose();
        TellUnlessEnded(new FinishRun(exitCode));
        var status = await StatusAtEndAsync(session, patience).ConfigureAwait(false);
        var receipt = Conclude(session, status);
        activity?.SetReceipt(receipt);
        return receipt;
    }

    private RunReceipt Conclude(RunSession session, RunStatus status)
    {
        if (session.Ending.ExitCode == 0)
            ResumeMemory?.Forget(session.Id);
        return _reporter.Report(session, Identity, status);
    }

    // Actors may have told the run's actor to finish: then it is gone, or goes.
    private void TellUnlessEnded(object message)
    {
        if (_session is { Ending.Conclusion: null })
            Actor.Tell(message, ActorRefs.NoSender);
    }

    private void CloseLinked()
    {
        if (_session is { } session && _hasLinked)
            Stage(session, new CloseLinked(), files: 0);
    }

    private async Task<RunStatus> StatusAtEndAsync(RunSession session, TimeSpan patience)
    {
        try
        {
            return StatusAtEnd(session, await session.Ended.WaitAsync(patience).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return session.Ending.Conclusion is { } conclusion
                ? StatusAtEnd(session, conclusion)
                : new RunStatus(Id, session.Ledger.Read(), UploadState.Waiting, "The run's actors did not answer in time.");
        }
    }

    // Refusals go on after the end.
    private static RunStatus StatusAtEnd(RunSession session, RunStatus status) => status with { Ledger = session.Ledger.Read() };
}
