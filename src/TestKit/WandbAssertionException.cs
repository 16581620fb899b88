namespace WandbActors.TestKit;

/// <summary>Something is not as a test expects it. The message says what differs. Every test framework takes an exception for a failure.</summary>
/// <param name="message">What differs.</param>
public sealed class WandbAssertionException(string message) : Exception(message);
