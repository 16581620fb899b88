namespace WandbActors.Persistence.Upload;

/// <summary>The server has the lines.</summary>
/// <param name="IsStopped">Somebody asks the run to stop; the server says it once or always.</param>
internal sealed record StreamAnswer(bool IsStopped);
