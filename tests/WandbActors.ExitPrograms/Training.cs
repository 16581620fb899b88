using System.IO.MemoryMappedFiles;

namespace WandbActors.ExitPrograms;

/// <summary>Threads that log as fast as they can until the process is gone. What each has logged, it notes where its parent can read it.</summary>
internal static class Training
{
    public const int Threads = 4;

    /// <summary>In the run's directory: for each thread the number of its newest call that has returned.</summary>
    public const string NotesName = "returned";

    public static int GoOn(Run run)
    {
        using var notes = MemoryMappedFile.CreateFromFile(Path.Combine(run.Directory, NotesName), FileMode.Create, null, Threads * sizeof(long));
        using var view = notes.CreateViewAccessor();
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() => Log(run, thread, view))).ToList();
        threads.ForEach(thread => thread.Start());
        Console.Out.WriteLine("goes on");
        threads.ForEach(thread => thread.Join());
        return 0;
    }

    private static void Log(Run run, int thread, MemoryMappedViewAccessor notes)
    {
        var name = run.Metric($"thread-{thread}");
        for (var number = 1L; ; number++)
        {
            run.Log((name, number));
            notes.Write(thread * sizeof(long), number);
        }
    }
}
