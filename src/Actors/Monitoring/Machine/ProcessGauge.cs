using System.Diagnostics;
using System.Globalization;

namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>What the process itself has used.</summary>
/// <param name="CpuTime">Processor time of all its threads since its start.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="ResidentBytes">Bytes of memory that it has.</param>
internal readonly record struct ProcessGauge(TimeSpan CpuTime, int Threads, long ResidentBytes)
{
    // The unit of times in /proc: part of Linux's interface, whatever the kernel's own tick is.
    private const int TicksPerSecond = 100;

    public static Func<ProcessGauge?> For(MachineFiles files) => OperatingSystem.IsLinux() ? () => Of(files, Environment.SystemPageSize) : () => OfRuntime();

    /// <summary>As <c>/proc/self/stat</c> tells it.</summary>
    public static ProcessGauge? Of(MachineFiles files, int pageBytes)
    {
        // The name, in brackets, may hold anything. What follows is counted from the third field on.
        var line = files.Read("/proc/self/stat");
        var fields = line?[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is null || fields.Length < 22)
            return null;

        var ticks = Field(14) + Field(15);
        return new ProcessGauge(TimeSpan.FromSeconds((double)ticks / TicksPerSecond), (int)Field(20), Field(24) * pageBytes);

        long Field(int number) => long.TryParse(fields[number - 3], CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static ProcessGauge OfRuntime()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessGauge(process.TotalProcessorTime, process.Threads.Count, process.WorkingSet64);
    }
}
