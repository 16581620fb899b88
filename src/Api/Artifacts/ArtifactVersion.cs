namespace WandbActors;

/// <summary>A version of an artifact that the server has.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Version">Its number in its sequence, from 0; <c>null</c> when the server does not say.</param>
public sealed record ArtifactVersion(string Id, long? Version);
