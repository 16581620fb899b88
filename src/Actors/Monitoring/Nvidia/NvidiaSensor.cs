namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>
/// The GPUs that the process may use, each by its number on the machine: <c>gpu.0.gpu</c>, <c>gpu.0.memory</c>, … and the same again below
/// <c>gpu.process.0.</c> for those that the process does use.
/// </summary>
/// <param name="library">The driver's library, which is this sensor's own; <c>null</c> on a machine without.</param>
/// <param name="visible">Which GPUs the process may use.</param>
/// <param name="process">The process's number.</param>
internal sealed class NvidiaSensor(Nvml? library, VisibleDevices visible, int process) : ISensor, IDisposable
{
    public void Read(Reading reading)
    {
        foreach (var device in library?.Devices() ?? [])
        {
            if (!visible.Includes(device))
                continue;

            var prefix = $"gpu.{device.Index}.";
            var isUsed = device.IsUsedBy(process);
            ReadUse(device, reading, prefix);
            if (isUsed)
                ReadUse(device, reading, $"gpu.process.{device.Index}.");
            Add(reading, prefix + "smClock", device.Clock);
            Add(reading, prefix + "memoryClock", device.MemoryClock);
            Add(reading, prefix + "fanSpeed", device.FanSpeed);
            Add(reading, prefix + "correctedMemoryErrors", (long?)device.CorrectedErrors);
            Add(reading, prefix + "uncorrectedMemoryErrors", (long?)device.UncorrectedErrors);
        }
    }

    public void Dispose() => library?.Dispose();

    private static void ReadUse(NvidiaDevice device, Reading reading, string prefix)
    {
        if (device.Use is { } use)
        {
            reading.Add(prefix + "gpu", use.Gpu);
            reading.Add(prefix + "memory", use.Memory);
        }

        if (device.Memory is { } memory)
        {
            reading.Add(prefix + "memoryAllocated", (double)memory.Used / memory.Total * 100);
            reading.Add(prefix + "memoryAllocatedBytes", (long)memory.Used);
        }

        Add(reading, prefix + "temp", device.Temperature);
        if (device.Power is not { } power)
            return;

        reading.Add(prefix + "powerWatts", power);
        if (device.PowerLimit is { } limit)
        {
            reading.Add(prefix + "enforcedPowerLimitWatts", limit);
            reading.Add(prefix + "powerPercent", power / limit * 100);
        }
    }

    private static void Add(Reading reading, string name, long? value)
    {
        if (value is { } number)
            reading.Add(name, number);
    }
}
