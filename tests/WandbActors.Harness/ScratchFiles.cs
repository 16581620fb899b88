namespace WandbActors.Harness;

/// <summary>The directories of one round or command: the program's, and one in shared memory for its rings. Both are removed.</summary>
internal sealed class ScratchFiles : IDisposable
{
    private const string Shm = "/dev/shm";

    private readonly DirectoryInfo _program = Directory.CreateTempSubdirectory("wandb-actors-harness-");
    private readonly DirectoryInfo _sharedMemory;
    private readonly IDisposable _clearing;

    public ScratchFiles()
    {
        var home = Directory.Exists(Shm) ? Shm : Path.GetTempPath();
        _sharedMemory = Directory.CreateDirectory(Path.Combine(home, _program.Name));
        _clearing = CleanUp.Register(Remove);
    }

    public string Program => _program.FullName;

    public string SharedMemory => _sharedMemory.FullName;

    public string Wandb => Path.Combine(Program, "wandb");

    /// <summary>The directories of runs, oldest first.</summary>
    public IReadOnlyList<string> Runs => Directory.Exists(Wandb)
        ? [.. new DirectoryInfo(Wandb).EnumerateDirectories("*run-*").Where(run => run.LinkTarget is null).Select(run => run.FullName)]
        : [];

    /// <summary>The rings that are still there.</summary>
    public IReadOnlyList<string> Rings => Directory.GetFiles(SharedMemory, "*.ring");

    /// <summary>Copies the runs to a place where they stay.</summary>
    public void Keep(string place)
    {
        foreach (var file in Directory.EnumerateFiles(Program, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(place, Path.GetRelativePath(Program, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    public void Dispose()
    {
        _clearing.Dispose();
        Remove();
    }

    private void Remove()
    {
        _program.Delete(recursive: true);
        _sharedMemory.Delete(recursive: true);
    }
}
