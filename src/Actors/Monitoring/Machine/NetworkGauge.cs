using System.Globalization;
using System.Net.NetworkInformation;

namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>Bytes that all network interfaces together have carried since the machine's start.</summary>
internal readonly record struct NetworkGauge(long Sent, long Received)
{
    public static Func<NetworkGauge?> For(MachineFiles files) => OperatingSystem.IsLinux() ? () => Of(files) : () => OfRuntime();

    /// <summary>As <c>/proc/net/dev</c> tells it: a line an interface, eight numbers of what was received, eight of what was sent.</summary>
    public static NetworkGauge? Of(MachineFiles files)
    {
        var lines = files.Lines("/proc/net/dev")
            .Where(line => line.Contains(':'))
            .Select(line => line[(line.LastIndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(numbers => numbers.Length >= 9)
            .ToList();
        return lines.Count == 0 ? null : new NetworkGauge(lines.Sum(numbers => Bytes(numbers[8])), lines.Sum(numbers => Bytes(numbers[0])));
    }

    private static NetworkGauge OfRuntime()
    {
        var statistics = NetworkInterface.GetAllNetworkInterfaces().Select(card => card.GetIPStatistics()).ToList();
        return new NetworkGauge(statistics.Sum(card => card.BytesSent), statistics.Sum(card => card.BytesReceived));
    }

    private static long Bytes(string number) => long.TryParse(number, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
}
