using Akka.Actor;

namespace WandbActors.Actors.Uploading;

/// <summary>What a <see cref="CallActor{T}"/> tells its parent. They stay in the process.</summary>
internal static class CallProtocol
{
    /// <summary>The server said yes. The call's actor has ended.</summary>
    /// <param name="Subject">What the call was about, as its caller named it.</param>
    /// <param name="Value">The answer.</param>
    public sealed record CallSucceeded<T>(string Subject, T Value) : INoSerializationVerificationNeeded;

    /// <summary>The server said no for good, or has not answered through all retries. The call's actor has ended.</summary>
    public sealed record CallRefused(string Subject, string Reason) : INoSerializationVerificationNeeded;

    /// <summary>A try has failed; the next follows after the delay. Told for the first failure only.</summary>
    public sealed record CallDelayed(string Subject, string Reason, TimeSpan Delay) : INoSerializationVerificationNeeded;
}
