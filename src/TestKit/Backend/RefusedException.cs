namespace WandbActors.TestKit;

/// <summary>A call that no client may make, with why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
