namespace WandbActors.Persistence.Upload;

/// <summary>
/// A message to the run's owner. <see cref="Severity"/> is <c>INFO</c>, <c>WARN</c> or <c>ERROR</c>; within <see cref="WaitDuration"/> the
/// server passes no second one of the same title on.
/// </summary>
internal sealed record RunAlert(string Title, string Text, string Severity, TimeSpan WaitDuration);
