using System.Collections.Concurrent;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Serialization;

namespace WandbActors.Actors.Bookmarks;

/// <summary>
/// The journal plugins of an actor system's open bookmark files. Akka looks a plugin up by its path in the configuration, once and for
/// ever, so each file takes the next of many equal plugins; they are declared a block at a time, since each addition to a running
/// system's configuration rebuilds its serializers. Any thread.
/// </summary>
internal sealed class BookmarkPlugins(ExtendedActorSystem system) : IExtension
{
    private const int BlockSize = 64;
    private const string PluginPath = "wandb.bookmark.journal-";

    // A machine that is busy with data loaders is slow and not broken: a bookmark that gave up would be lost until the next start.
    private static readonly string Declaration = $$"""
        {
          class = "{{typeof(SqliteBookmarkJournal).AssemblyQualifiedName}}"
          circuit-breaker.call-timeout = 60s
          recovery-event-timeout = 60s
        }
        """;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _files = new();
    private int _taken;

    public static BookmarkPlugins Of(ActorSystem system) => system.WithExtension<BookmarkPlugins, Provider>();

    /// <summary>The plugin that is open for a file, or a fresh one.</summary>
    public string PluginFor(string connectionString)
    {
        lock (_gate)
        {
            foreach (var (open, file) in _files)
            {
                if (file == connectionString)
                    return open;
            }

            if (_taken % BlockSize == 0)
                Declare(_taken);
            var plugin = PluginPath + _taken++;
            _files[plugin] = connectionString;
            return plugin;
        }
    }

    public string ConnectionStringOf(string plugin) => _files[plugin];

    /// <summary>Stops a plugin for good. One that does not stop in time, or was never used, is forgotten all the same.</summary>
    public async Task StopAsync(string plugin, TimeSpan timeout)
    {
        _files.TryRemove(plugin, out _);
        foreach (var name in (string[])[plugin, $"recoveryPermitter-{plugin}"])
        {
            try
            {
                var actor = await system.ActorSelection($"/system/{name}").ResolveOne(timeout).ConfigureAwait(false);
                await actor.GracefulStop(timeout).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is ActorNotFoundException or TaskCanceledException)
            {
            }
        }
    }

    private void Declare(int first)
    {
        var plugins = new StringBuilder();
        for (var number = first; number < first + BlockSize; number++)
            plugins.AppendLine($"{PluginPath}{number} {Declaration}");
        system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString(plugins.ToString()).WithFallback(SerializationConfig.Default));
    }

    private sealed class Provider : ExtensionIdProvider<BookmarkPlugins>
    {
        public override BookmarkPlugins CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
