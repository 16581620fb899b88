using System.Globalization;

namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>
/// The GPUs that <c>CUDA_VISIBLE_DEVICES</c> leaves to the process: numbers or the beginnings of ids, up to the first that is neither. Numbers
/// are taken as the bus has them, as CUDA does with <c>CUDA_DEVICE_ORDER=PCI_BUS_ID</c> and among GPUs of one kind. Immutable.
/// </summary>
internal sealed class VisibleDevices
{
    private readonly string[]? _entries;

    private VisibleDevices(string[]? entries) => _entries = entries;

    public static VisibleDevices Of(IReadOnlyDictionary<string, string> variables)
    {
        if (!variables.TryGetValue("CUDA_VISIBLE_DEVICES", out var list))
            return new VisibleDevices(null);

        var entries = list.Split(',', StringSplitOptions.TrimEntries);
        // Of a slice of a GPU the driver's library tells only which one it is of, and that not by its id.
        return Array.Exists(entries, entry => entry.StartsWith("MIG-", StringComparison.Ordinal))
            ? new VisibleDevices(null)
            : new VisibleDevices([.. entries.TakeWhile(IsDevice)]);
    }

    public bool Includes(NvidiaDevice device) => _entries is null || Array.Exists(_entries, entry =>
        int.TryParse(entry, CultureInfo.InvariantCulture, out var number)
            ? number == device.Index
            : device.Uuid?.StartsWith(entry, StringComparison.OrdinalIgnoreCase) == true);

    private static bool IsDevice(string entry) =>
        (int.TryParse(entry, CultureInfo.InvariantCulture, out var number) && number >= 0) || entry.StartsWith("GPU-", StringComparison.OrdinalIgnoreCase);
}
