using System.Globalization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>What each thread of this process has run so far, in nanoseconds, as Linux counts it. Immutable.</summary>
internal sealed class ThreadTimes
{
    private readonly Dictionary<string, (string Name, long Nanoseconds)> _threads = [];

    private ThreadTimes()
    {
    }

    public static ThreadTimes Read()
    {
        var times = new ThreadTimes();
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                var ran = long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
                times._threads[thread] = (File.ReadAllText(Path.Combine(thread, "comm")).Trim(), ran);
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return times;
    }

    /// <summary>Which threads have run since then, and for how long: those of one name together, the longest first, without what is negligible.</summary>
    public string? Since(ThreadTimes before)
    {
        var names = _threads.GroupBy(thread => thread.Value.Name, thread => thread.Value.Nanoseconds - before._threads.GetValueOrDefault(thread.Key).Nanoseconds);
        var times = names.Select(name => (name.Key, Seconds: name.Sum() * 1e-9)).Where(name => name.Seconds >= 0.01).OrderByDescending(name => name.Seconds);
        var text = string.Join(", ", times.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name.Key} {name.Seconds:F2} s")));
        return text.Length > 0 ? text : null;
    }
}
