
namespace WandbActors.Reporting;

/// <summary>
/// Who is told what the runtime has to say of its runs, in place of the terminal: a host's log. It decides itself what is worth showing, so that
/// <see cref="RunOptions.Quiet"/> and <see cref="RunOptions.Silent"/> mean nothing to it. Any thread; must not throw.
/// </summary>
internal interface IRunOutlet
{
    /// <summary>A run has started; <paramref name="notices"/> are what should be known of that: sentences.</summary>
    void Started(Run run, string? server, IReadOnlyList<string> notices);

    /// <summary>Something is wrong with a run, or should be known of it.</summary>
    void Warn(string runId, string problem);

    /// <summary>Something was logged after a run's end. Told once for a run.</summary>
    void WarnLate(string runId);

    /// <summary>A run has ended.</summary>
    void Finished(RunReceipt receipt);
}
