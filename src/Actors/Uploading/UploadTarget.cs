using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>Where a run is sent, and as whom.</summary>
/// <param name="Address">The server.</param>
/// <param name="Credentials">The key; never logged.</param>
/// <param name="Http">The client that connects; the process's shared one by default.</param>
internal sealed record UploadTarget(ServerAddress Address, ServerCredentials Credentials, HttpClient? Http = null);
