using WandbActors.Persistence.Upload;

namespace WandbActors.Resolution;

/// <summary>A server and who asks it. Immutable.</summary>
/// <param name="Server">The server.</param>
/// <param name="ApiKey">The key; <c>null</c> when none was found.</param>
/// <param name="Username">The user's name, as the server's logs show it.</param>
/// <param name="Email">The user's address, or empty.</param>
/// <param name="Notices">What people should know about how it was decided: sentences, most often none.</param>
internal sealed record ServerAccess(ServerAddress Server, string? ApiKey, string Username, string Email, IReadOnlyList<string> Notices);
