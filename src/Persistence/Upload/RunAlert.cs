namespace WandbActors.Persistence.Upload;

/// <summary>A message to the run's owner. <see cref="Severity"/> is <c>INFO</c>, <c>WARN</c> or <c>ERROR</c>; within <see cref="WaitDuration"/> the server sends no second one of this title.</summary>
internal sealed record RunAlert(string Title, string Text, string Severity, TimeSpan WaitDuration);
