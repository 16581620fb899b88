using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>How far a log may be read. Of several orders only the newest counts: it says all that those before it said.</summary>
/// <param name="Grown">The log's length.</param>
/// <param name="Beginning">What the log builds upon; until that is known, no record is read beyond the one that says what run this is.</param>
internal sealed record LogOrder(LogGrown Grown, LogBeginning? Beginning);
