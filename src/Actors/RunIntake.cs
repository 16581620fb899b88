using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>
/// Puts what actors tell a run into its ring, without ever waiting for room, and sees to it that what is in a hurry does not wait for the
/// uploader's pace. Owned by the run's actor.
/// </summary>
/// <param name="session">The run.</param>
/// <param name="troubles">What the user is told.</param>
/// <param name="uploader">The uploader; nobody for an offline run.</param>
/// <param name="inLog">The ring's position up to which everything is in the log.</param>
internal sealed class RunIntake(RunSession session, RunTroubles troubles, IActorRef uploader, long inLog)
{
    private long _inLog = inLog;
    private long _hurriedTo = -1;

    /// <summary>Appends the row; its sender is told when it was refused, and in any case when it has a number.</summary>
    public void Take(LogRow row, IActorRef sender)
    {
        if (row.Number is { } number)
            Take(row, number, sender);
        else if (Append(row) is not AppendOutcome.Accepted and var refused)
            sender.Tell(new RowRefused(Describe(refused), KindOf(refused)));
    }

    public void Take(RaiseAlert alert) => session.Append(RunAlerts.ToRecord(alert), mayWait: false);

    public void Take(ChangeRun change)
    {
        if (session.Attributes.Change(change, mayWait: false) is { } problem)
            troubles.SayRemark(problem);
    }

    public void Take(MarkPreempting preempting)
    {
        session.Append(new Record { Preempting = new RunPreemptingRecord() }, mayWait: false);
        Take(HurryRun.Instance);
    }

    /// <summary>Has everything that is in the ring by now sent as soon as the log has it.</summary>
    public void Take(HurryRun hurry)
    {
        _hurriedTo = session.Buffer.Position;
        SendHurried();
    }

    /// <summary>The log has everything before this position of the ring, and the uploader knows.</summary>
    public void Appended(long position)
    {
        _inLog = position;
        SendHurried();
    }

    public static string Describe(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.RefusedFull => "the row buffer is full: the log cannot be written as fast as rows come",
        AppendOutcome.RefusedClosed => "the run has ended",
        AppendOutcome.RefusedTooLarge => "it is larger than any row may be",
        _ => "it is too large for the row buffer, and the disk refused its file",
    };

    private void Take(LogRow row, RowNumber number, IActorRef sender)
    {
        if (session.Producers.FindProblem(number) is { } problem)
        {
            session.Buffer.Counters.CountRefused(AppendOutcome.RefusedNotARow);
            sender.Tell(new RowRefused(problem, RowRefusal.Misnumbered, number));
            return;
        }

        if (session.Producers.IsNext(number) && AppendNext(row, number) is not AppendOutcome.Accepted and var refused)
        {
            sender.Tell(new RowRefused(Describe(refused), KindOf(refused), number));
            if (KindOf(refused) != RowRefusal.Unfit)
                return;
        }

        sender.Tell(session.Producers.AnswerTo(number));
    }

    // The book comes right behind the ring, before anything that could fail: a row in one of them only would be doubled or lost.
    private AppendOutcome AppendNext(LogRow row, RowNumber number)
    {
        var outcome = Append(row);
        if (outcome == AppendOutcome.Accepted || KindOf(outcome) == RowRefusal.Unfit)
            session.Producers.Settle(number, outcome == AppendOutcome.Accepted);
        else if (KindOf(outcome) == RowRefusal.Full)
            session.Buffer.Counters.ForgetRefused(outcome);
        return outcome;
    }

    private AppendOutcome Append(LogRow row) =>
        session.Buffer.Append(Pairs(row.Values), row.Step, row.Commit ?? row.Step is null, mayWait: false);

    private void SendHurried()
    {
        if (_hurriedTo < 0 || _inLog < _hurriedTo)
            return;

        _hurriedTo = -1;
        uploader.Tell(new HurryUpload());
    }

    private static (string, MetricValue)[] Pairs(ImmutableArray<KeyValuePair<string, MetricValue>> values) =>
        values.IsDefault ? [] : [.. values.Select(pair => (pair.Key, pair.Value))];

    private static RowRefusal KindOf(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.RefusedClosed => RowRefusal.Ended,
        AppendOutcome.RefusedTooLarge or AppendOutcome.RefusedNotARow => RowRefusal.Unfit,
        _ => RowRefusal.Full,
    };
}
