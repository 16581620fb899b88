namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>The machine's memory, or the container's: <c>memory_percent</c>, <c>proc.memory.availableMB</c> (which W&amp;B calls so, although it is no process's).</summary>
internal sealed class MemorySensor(Func<MachineMemory?> measure) : ISensor
{
    public void Read(Reading reading)
    {
        if (measure() is not { } memory)
            return;

        reading.Add("memory_percent", memory.UsedPercent);
        reading.Add("proc.memory.availableMB", (double)memory.Available / (1 << 20));
    }
}
