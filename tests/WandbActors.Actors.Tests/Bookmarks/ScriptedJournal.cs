using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace WandbActors.Actors.Tests.Bookmarks;

/// <summary>A journal in memory that counts its writes, holds them until it is let go, and fails when it is told to.</summary>
public sealed class ScriptedJournal : MemoryJournal
{
    public const string PluginId = "scripted";

    public static Config Config => ConfigurationFactory.ParseString($"{PluginId}.class = \"{typeof(ScriptedJournal).AssemblyQualifiedName}\"");

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

    public sealed class Script
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public int Writes { get; set; }

        public Script Open()
        {
            Gate.SetResult();
            return this;
        }
    }
}
