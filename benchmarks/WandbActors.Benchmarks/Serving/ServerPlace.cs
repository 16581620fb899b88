namespace WandbActors.Benchmarks.Serving;

/// <summary>Where a server is, and the key to it. Immutable.</summary>
internal sealed record ServerPlace(string BaseUrl, string ApiKey);
