using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Resolution;

/// <summary>
/// What a run will do, with nothing left open: checked, and merged from the program's options, the environment, the settings files and the
/// defaults. Immutable; knows nothing of the server's answers.
/// </summary>
internal sealed record ResolvedRunOptions
{
    public required RunMode Mode { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>Whether someone chose the id, and it was not made here.</summary>
    public required bool IsRunIdGiven { get; init; }

    public required string Project { get; init; }

    /// <summary>Empty when the server is to choose it by the key.</summary>
    public required string Entity { get; init; }

    /// <summary>Empty when the server is to make it.</summary>
    public required string Name { get; init; }

    /// <summary>The directory that holds W&amp;B's folder, absolute.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Values as they were at the start.</summary>
    public required IReadOnlyList<KeyValuePair<string, MetricValue>> Config { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Notes { get; init; }

    public required string Group { get; init; }

    public required string JobType { get; init; }

    public required string SweepId { get; init; }

    public required ServerAddress Server { get; init; }

    /// <summary>Set in online runs, <c>null</c> in all others.</summary>
    public required string? ApiKey { get; init; }

    /// <summary><see cref="ResumeMode.Auto"/> has become <see cref="ResumeMode.Allow"/> here, with the remembered id if there is one.</summary>
    public required ResumeMode? Resume { get; init; }

    /// <summary>From where the run goes on when it is forked or rewound; excludes <see cref="Resume"/>, and needs the server.</summary>
    public required RunBranch? Branch { get; init; }

    /// <summary>Where the id is to be remembered and, when the run ends well, forgotten; <c>null</c> unless resuming is automatic.</summary>
    public required ResumeMemory? ResumeMemory { get; init; }

    public required string Host { get; init; }

    public required string Username { get; init; }

    public required string Email { get; init; }

    public required string Program { get; init; }

    /// <summary>What goes into the log beside the program's own rows.</summary>
    public required MachineOptions Machine { get; init; }

    /// <summary><see cref="Timeout.InfiniteTimeSpan"/> is no limit, zero does not wait.</summary>
    public required TimeSpan FinishTimeout { get; init; }

    /// <inheritdoc cref="FinishTimeout"/>
    public required TimeSpan InitTimeout { get; init; }

    public required bool IsQuiet { get; init; }

    public required bool IsSilent { get; init; }

    public required bool IsStrict { get; init; }

    /// <summary>Whether rows say in which trace they were logged.</summary>
    public required bool TracesRows { get; init; }

    /// <summary>The top directory of the repository that the program was started from; <c>null</c> outside of one.</summary>
    public required string? CheckoutRoot { get; init; }

    /// <summary>The repository that the program was started from: as it was found, or as the environment says; empty when that is forbidden.</summary>
    public required GitRepoRecord Git { get; init; }

    /// <summary>What people should know about how it was decided: sentences, most often none.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
