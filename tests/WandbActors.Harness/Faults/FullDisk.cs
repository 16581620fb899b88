using System.Diagnostics;
using WandbActors.Testing;

namespace WandbActors.Harness.Faults;

/// <summary>
/// A small filesystem of its own in memory, which is full now and then. Refusals by permission would not hold root back; a full disk does.
/// Without disk faults, or without the right to mount, a plain directory that is never full.
/// </summary>
internal sealed class FullDisk : IDisposable
{
    private const string Size = "24m";
    private const int PieceBytes = 64 << 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TempDirectory _directory;
    private readonly Random _chance;
    private readonly int _faults;
    private readonly bool _isMounted;

    private FullDisk(int faults, int seed, bool isMounted, TempDirectory directory)
    {
        _directory = directory;
        _chance = new Random(seed);
        _isMounted = isMounted;
        _faults = isMounted ? faults : 0;
    }

    public string Path => _directory.Path;

    /// <summary>How often it has been full.</summary>
    public int Times { get; private set; }

    public bool IsDone => Times >= _faults;

    public static FullDisk Create(int faults, int seed, TextWriter output)
    {
        var directory = new TempDirectory();
        var isMounted = faults > 0 && Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", directory.Path);
        if (faults > 0 && !isMounted)
            output.WriteLine("no disk faults: only root may mount a filesystem that can be filled");
        return new FullDisk(faults, seed, isMounted, directory);
    }

    /// <summary>Fills it and makes room again, until that has been done as often as it was asked for.</summary>
    public async Task FillNowAndThenAsync()
    {
        while (!IsDone)
        {
            await Task.Delay(Pause * _chance.NextDouble(), TimeProvider.System);
            Fill();
            await Task.Delay(Pause * _chance.NextDouble(), TimeProvider.System);
            File.Delete(Filler);
            Times++;
        }
    }

    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "--lazy", Path);
        _directory.Dispose();
    }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    private void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            // A write that does not fit leaves what did.
            for (var piece = new byte[PieceBytes]; ;)
                filler.Write(piece);
        }
        catch (IOException)
        {
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
