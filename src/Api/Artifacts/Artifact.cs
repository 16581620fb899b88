using System.Collections.Immutable;
using WandbActors.Persistence.Artifacts;

namespace WandbActors;

/// <summary>
/// Files and references that belong together under a name, such as a model or a data set: made here, logged by <see cref="Run.LogArtifact(Artifact, IEnumerable{string})"/>,
/// and then a version on the server. It may be changed and logged again: then that is the next version. One thread at a time.
/// </summary>
/// <example>
/// <code>
/// var model = new Artifact("mnist", type: "model") { Metadata = new { accuracy = 0.98 } };
/// model.AddFile("weights.bin");
/// run.LogArtifact(model, aliases: ["best"]);
/// </code>
/// </example>
public sealed partial class Artifact
{
    private readonly Dictionary<string, ArtifactContent> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _directories = new(StringComparer.Ordinal); // each with the last entry that was added below it

    /// <summary>An artifact that holds nothing yet.</summary>
    /// <param name="name">1 to 128 letters, digits, <c>_</c>, <c>.</c> and <c>-</c>. Artifacts of one name are versions of one sequence.</param>
    /// <param name="type">What kind of thing it is, such as <c>model</c> or <c>dataset</c>; the same for all versions. By the same rules; <c>wandb-</c>… and <c>run_table</c> are W&amp;B's own.</param>
    /// <exception cref="WandbException">The name or the type is not allowed.</exception>
    public Artifact(string name, string type)
    {
        if (ArtifactName.FindProblem(name ?? "") is { } problem)
            throw new WandbException($"An artifact's name {problem}: \"{name}\".");
        if ((ArtifactName.FindProblem(type ?? "") ?? ReservedProblem(type!)) is { } typeProblem)
            throw new WandbException($"The type of the artifact {name} {typeProblem}: \"{type}\".");

        (Name, Type) = (name!, type!);
    }

    /// <summary>The name of its sequence of versions.</summary>
    public string Name { get; }

    /// <summary>What kind of thing it is.</summary>
    public string Type { get; }

    /// <summary>What people should know about it; empty by default.</summary>
    public string Description { get; set; } = "";

    /// <summary>
    /// What belongs to it as values: a dictionary, a record or an anonymous object, read when the artifact is logged. <c>null</c>, the default, for nothing.
    /// </summary>
    public object? Metadata { get; set; }

    /// <summary>Words by which it is found; none by default.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>How long the server keeps a version, in whole seconds; <c>null</c>, the default, for what the project's settings say.</summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>The paths of what it holds, in their order.</summary>
    public IReadOnlyList<string> Entries => [.. _contents.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Takes an entry out. Returns whether there was one.</summary>
    public bool Remove(string name) => _contents.Remove(name);

    internal ImmutableArray<ArtifactContent> Contents => [.. _contents.Values];

    private static string? ReservedProblem(string type) =>
        type is "run_table" or "job" || type.StartsWith("wandb-", StringComparison.Ordinal) ? "is one of W&B's own" : null;
}
