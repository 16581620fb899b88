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
    private readonly Dictionary<string, OpenFile> _files = [];
    private int _taken;

    public static BookmarkPlugins Of(ActorSystem system) => system.WithExtension<BookmarkPlugins, Provider>();

    /// <summary>The plugin that is open for a file, or a fresh one; one user more has it.</summary>
    public string PluginFor(string connectionString)
    {
        lock (_gate)
        {
            var plugin = _files.FirstOrDefault(open => open.Value.ConnectionString == connectionString).Key ?? TakePlugin();
            _files[plugin] = new OpenFile(connectionString, _files.GetValueOrDefault(plugin).Users + 1);
            return plugin;
        }
    }

    public string ConnectionStringOf(string plugin)
    {
        lock (_gate)
            return _files[plugin].ConnectionString;
    }

    /// <summary>
    /// One user less; without any the plugin is stopped for good, and whoever opens the file again gets another. One that does not stop in
    /// time, or was never used, is forgotten all the same. Returns whether it was the last user.
    /// </summary>
    public async Task<bool> LeaveAsync(string plugin, TimeSpan timeout)
    {
        if (!IsLast(plugin))
            return false;

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

        return true;
    }

    private bool IsLast(string plugin)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(plugin, out var file))
                return false;
            if (file.Users > 1)
                _files[plugin] = file with { Users = file.Users - 1 };
            else
                _files.Remove(plugin);
            return file.Users == 1;
        }
    }

    private string TakePlugin()
    {
        if (_taken % BlockSize == 0)
            Declare(_taken);
        return PluginPath + _taken++;
    }

    private void Declare(int first)
    {
        var plugins = new StringBuilder();
        for (var number = first; number < first + BlockSize; number++)
            plugins.AppendLine($"{PluginPath}{number} {Declaration}");
        system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString(plugins.ToString()).WithFallback(SerializationConfig.Default));
    }

    private readonly record struct OpenFile(string ConnectionString, int Users);

    private sealed class Provider : ExtensionIdProvider<BookmarkPlugins>
    {
        public override BookmarkPlugins CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
