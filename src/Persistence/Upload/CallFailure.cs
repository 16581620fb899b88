namespace WandbActors.Persistence.Upload;

/// <summary>Why a request failed. <see cref="Status"/> is 0 if there was no answer; <see cref="Reason"/> is for people.</summary>
internal sealed record CallFailure(bool IsFinal, int Status, TimeSpan? RetryAfter, string Reason);
