using WandbActors.Testing;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>The files of one run: its directory, its log, its ring; in memory where the system has a place for that.</summary>
internal sealed class StoreFiles : IDisposable
{
    private const string Shm = "/dev/shm";

    private readonly string _home = Path.Combine(Directory.Exists(Shm) ? Shm : Path.GetTempPath(), $"wandb-actors-model-{Guid.NewGuid():N}");

    public StoreFiles()
    {
        Run = Path.Combine(_home, "run");
        Ring = Path.Combine(_home, "ring");
        Directory.CreateDirectory(Run);
        Directory.CreateDirectory(Ring);
    }

    public Guid LogGuid { get; } = Guid.NewGuid();

    /// <summary>The run's directory.</summary>
    public string Run { get; }

    /// <summary>The directory of its ring.</summary>
    public string Ring { get; }

    public string Log => Path.Combine(Run, "run-model.wandb");

    /// <summary>All there is but the log.</summary>
    public IEnumerable<string> Others => Directory.EnumerateFiles(_home, "*", SearchOption.AllDirectories).Where(path => path != Log);

    public PlainLog ReadLog() => PlainLog.Read(Log);

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
