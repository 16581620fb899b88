using WandbActors.Persistence.Records;

namespace WandbActors.Resolution;

/// <summary>From where a run goes on when it does not begin at its own end.</summary>
/// <param name="From">The last moment that counts.</param>
/// <param name="IsRewind">Whether the run itself goes back there, and does not become another run.</param>
internal sealed record RunBranch(RunMoment From, bool IsRewind);
