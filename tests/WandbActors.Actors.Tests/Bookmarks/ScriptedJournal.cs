using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace WandbActors.Actors.Tests.Bookmarks;

/// <summary>A journal in memory that counts what it is asked, holds writes until it is let go, and fails when it is told to. One spec at a time.</summary>
public sealed class ScriptedJournal : MemoryJournal
{
    public const string PluginId = "scripted";

    public static string Settings { get; } = $$"""
        {{PluginId}} {
          class = "{{typeof(ScriptedJournal).AssemblyQualifiedName}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          replay-dispatcher = "akka.actor.default-dispatcher"
        }
        """;

    public static Config Config => ConfigurationFactory.ParseString(Settings);

    public static Script Current { get; set; } = new();

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var script = Current;
        script.Writes++;
        await script.Gate.Task.ConfigureAwait(false);
        return script.Failure is { } failure
            ? throw failure
            : await base.WriteMessagesAsync(messages, cancellationToken).ConfigureAwait(false);
    }

    // The first that a recovery asks.
    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        var script = Current;
        script.Recoveries++;
        return script.Failure is { } failure
            ? Task.FromException<long>(failure)
            : base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
    }

    public sealed class Script
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public int Writes { get; set; }

        public int Recoveries { get; set; }

        public Script Open()
        {
            Gate.SetResult();
            return this;
        }
    }
}
