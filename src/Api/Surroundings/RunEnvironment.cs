using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors.Surroundings;

/// <summary>
/// Where a run runs, as the record that W&amp;B keeps of it. Never throws: what cannot be found out is left out.
/// The fields for Python stay empty. W&amp;B has none for .NET, so its version follows the operating system's, as its official client adds
/// the version of the C library there.
/// </summary>
internal static class RunEnvironment
{
    private const string WriterAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int WriterIdLength = 32;

    /// <summary>The runtime, such as <c>.NET 10.0.1</c>.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    public static EnvironmentRecord Describe(ResolvedRunOptions options, ProcessSurroundings surroundings, DateTimeOffset startedAt)
    {
        var record = new EnvironmentRecord
        {
            Os = DescribeSystem(),
            StartedAt = Timestamp.FromDateTimeOffset(startedAt),
            Program = options.Program,
            Root = surroundings.WorkingDirectory,
            Host = options.Host,
            Username = options.Username,
            Email = options.Email,
            CpuCountLogical = (uint)Environment.ProcessorCount,
            WriterId = RandomNumberGenerator.GetString(WriterAlphabet, WriterIdLength),
        };
        if (options.Git.CalculateSize() > 0)
            record.Git = options.Git;
        Try(() => record.Args.AddRange(Environment.GetCommandLineArgs().Skip(1)));
        Try(() => record.Executable = Environment.ProcessPath ?? "");
        Try(() => record.CpuCount = Machine.CountCores());
        Try(() => record.Memory = new MemoryInfo { Total = Machine.MeasureMemory() });
        Try(() =>
        {
            var (name, disk) = Machine.MeasureDisk(options.RootDirectory);
            record.Disk.Add(name, disk);
        });
        record.Cpu = new CpuInfo { Count = record.CpuCount, CountLogical = record.CpuCountLogical };
        return record;
    }

    private static string DescribeSystem()
    {
        var system = OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsLinux() ? "Linux" : "Other";
        var architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        return $"{system}-{Environment.OSVersion.Version}-{architecture}-with-{Runtime.Replace(' ', '-')}";
    }

    private static void Try(Action find)
    {
        try
        {
            find();
        }
        catch (Exception)
        {
            // Each part is found by itself: what one machine hides is no reason to leave out the rest, and none to stop a run.
        }
    }
}
