using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>Where a run is sent, and as whom.</summary>
/// <param name="Address">The server.</param>
/// <param name="Credentials">The key; never logged.</param>
/// <param name="Http">The client that connects; the process's shared one by default.</param>
/// <param name="Chance">What spreads the tries of many runs, from 0 to below 1; the process's by default. A simulation gives its own.</param>
internal sealed record UploadTarget(ServerAddress Address, ServerCredentials Credentials, HttpClient? Http = null, Func<double>? Chance = null);
