using Akka.Actor;
using WandbActors.Actors.Subscribing;

namespace WandbActors.Actors.Writing;

/// <summary>
/// How the disk of a run's log does: it refuses, or it does not answer. A write that hangs keeps the writer's thread, so that nobody but the one who
/// waits for its answer can notice. Owned by the run's actor, perhaps anew.
/// </summary>
/// <param name="session">The run.</param>
/// <param name="troubles">What the user is told.</param>
/// <param name="news">What subscribers are told.</param>
/// <param name="timers">The timers of the run's actor.</param>
internal sealed class DiskWatch(RunSession session, RunTroubles troubles, RunNews news, Func<ITimerScheduler> timers)
{
    // Far more than a disk at work needs: a laptop's may have to spin up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private int _underWay;
    private long _since;
    private bool _isTimed;
    private bool _isInTrouble;

    /// <summary>The writer was asked for something.</summary>
    public void Ask()
    {
        if (_underWay++ == 0)
            _since = session.Time.GetTimestamp();
        if (!_isTimed)
            LookAfter(Patience);
    }

    /// <summary>The writer has gone, and what it was asked for with it.</summary>
    public void Forget() => _underWay = 0;

    /// <summary>The log has what was appended.</summary>
    public void Appended()
    {
        Answer();
        _isInTrouble = false;
        troubles.DiskIsBack();
        news.LogGoesOn();
    }

    /// <summary>What was appended is on the disk, or why not.</summary>
    public void Synced(string? problem)
    {
        Answer();
        if (problem is not null)
            Refuse(problem);
    }

    /// <summary>The disk refuses.</summary>
    public void Refuse(string reason)
    {
        _isInTrouble = true;
        troubles.SayDisk(reason);
        news.LogStalls(reason);
    }

    /// <summary>Time has passed: says so if the disk has not answered meanwhile, and looks again while it is waited for.</summary>
    public void Look()
    {
        _isTimed = false;
        if (_underWay == 0)
            return;

        var waited = session.Time.GetElapsedTime(_since);
        if (waited >= Patience)
            SayIfSilent();
        LookAfter(waited < Patience ? Patience - waited : Patience);
    }

    /// <summary>If the disk has not answered by now, that is the trouble.</summary>
    public void SayIfSilent()
    {
        if (_underWay > 0 && !_isInTrouble)
            Refuse($"The disk does not answer: {session.Directory.LogPath} is being written. Rows wait in the row buffer.");
    }

    private void Answer()
    {
        _underWay = Math.Max(0, _underWay - 1); // an answer may be to the actor before its restart
        _since = session.Time.GetTimestamp();
    }

    private void LookAfter(TimeSpan time)
    {
        _isTimed = true;
        timers().StartSingleTimer(nameof(DiskDue), DiskDue.Instance, time);
    }
}
