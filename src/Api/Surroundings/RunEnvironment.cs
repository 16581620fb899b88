using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors.Surroundings;

/// <summary>
/// Where a run runs, as the record that W&amp;B keeps of it. Never throws: what cannot be found out is left out. The program's arguments are told
/// as they are, as the official client does: secrets do not belong there. The GPUs follow in a record of their own.
/// The fields for Python stay empty. W&amp;B has none for .NET, so its version follows the operating system's, as its official client adds
/// the version of the C library there.
/// </summary>
internal static class RunEnvironment
{
    private const string WriterAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int WriterIdLength = 32;
    private const string SlurmPrefix = "SLURM_";

    /// <summary>The runtime, such as <c>.NET 10.0.1</c>.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    /// <param name="options">The run.</param>
    /// <param name="surroundings">What the process finds around it.</param>
    /// <param name="startedAt">When the run started.</param>
    /// <param name="writerId">Who writes the record; see <see cref="NewWriterId"/>.</param>
    /// <param name="disks">The directories whose disks are told of.</param>
    public static EnvironmentRecord Describe(
        ResolvedRunOptions options, ProcessSurroundings surroundings, DateTimeOffset startedAt, string writerId, IReadOnlyList<string> disks)
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
            Docker = options.Machine.Docker,
            WriterId = writerId,
        };
        if (options.Git.CalculateSize() > 0)
            record.Git = options.Git;
        Try(() => record.Args.AddRange(Environment.GetCommandLineArgs().Skip(1)));
        Try(() => record.Executable = Environment.ProcessPath ?? "");
        Try(() => record.CodePath = ProgramPath.Within(options.CheckoutRoot, options, surroundings));
        Try(() => record.CodePathLocal = ProgramPath.Within(surroundings.WorkingDirectory, options, surroundings));
        if (options.Machine.HasMachineInfo)
            AddMachine(record, surroundings, disks);
        return record;
    }

    /// <summary>An id for who writes a run's environment records: those of one id are joined.</summary>
    /// <param name="chance">What chooses it; the system's by default.</param>
    public static string NewWriterId(Random? chance = null) =>
        chance?.GetString(WriterAlphabet, WriterIdLength) ?? RandomNumberGenerator.GetString(WriterAlphabet, WriterIdLength);

    private static void AddMachine(EnvironmentRecord record, ProcessSurroundings surroundings, IReadOnlyList<string> disks)
    {
        record.CpuCountLogical = (uint)Environment.ProcessorCount;
        Try(() => record.CpuCount = Machine.CountCores());
        Try(() => record.Memory = Machine.MeasureMemory());
        Try(() => record.Disk.Add(Machine.MeasureDisks(disks)));
        record.Cpu = new CpuInfo { Count = record.CpuCount, CountLogical = record.CpuCountLogical };
        foreach (var (name, value) in surroundings.Variables.Where(variable => IsOfSlurm(variable.Key)))
            record.Slurm[name[SlurmPrefix.Length..].ToLowerInvariant()] = value;
    }

    // The cluster's token is a secret, which the official client tells.
    private static bool IsOfSlurm(string variable) =>
        variable.StartsWith(SlurmPrefix, StringComparison.Ordinal) && !variable.Contains("JWT", StringComparison.Ordinal);

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
