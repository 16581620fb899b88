
namespace WandbActors.Harness.Faults;

/// <summary>One run after the other until it is enough; several players at once. Any thread.</summary>
internal sealed class Soak(SoakProgram program, RecordingBackend backend, string directory, int seed, Func<bool> isEnough)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private int _runs;
    private long _rows;

    public int Runs => _runs;

    public long Rows => _rows;

    /// <summary>Returns what went wrong.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        var problems = new List<string>();
        do
        {
            var number = Interlocked.Increment(ref _runs);
            var run = await StartAsync();
            var server = backend.Run(backend.DefaultEntity, SoakProgram.Project, run.Id);
            problems.AddRange(await new SoakRun(run, server, seed + number).PlayAsync(isEnough));
            Interlocked.Add(ref _rows, server.History.Count);
            if (Directory.Exists(run.Directory))
                Directory.Delete(run.Directory, recursive: true);
        }
        while (!isEnough() && problems.Count == 0);

        return problems;
    }

    // A run may say that it cannot begin.
    private async Task<Run> StartAsync()
    {
        while (true)
        {
            try
            {
                return await program.StartAsync(directory, backend);
            }
            catch (Exception refused) when (refused is IOException or WandbException)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }
}
