namespace WandbActors.Actors.Assembling;

/// <summary>
/// What people should know of rows: for each metric the first time, and of so many metrics only, since a program may do the same with each of
/// thousands. Owned by the assembler.
/// </summary>
internal sealed class RowRemarks
{
    /// <summary>Of more metrics than these nothing is said.</summary>
    public const int MaxSubjects = 20;

    private readonly HashSet<string> _said = [];
    private readonly Queue<string> _waiting = [];

    /// <param name="subject">What it is about: a metric, or something that is said once in a run.</param>
    /// <param name="text">What is to be said.</param>
    public void Say(string subject, string text)
    {
        if (_said.Count < MaxSubjects && _said.Add(subject))
            _waiting.Enqueue(text);
    }

    /// <summary>What has not been said yet, each once.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text) => _waiting.TryDequeue(out text);
}
