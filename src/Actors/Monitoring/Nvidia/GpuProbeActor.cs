using Akka.Actor;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Monitoring.Nvidia;

/// <summary>
/// Adds the machine's GPUs to the run's environment record, once: a driver takes up to seconds to answer, which a run's start must not
/// wait for. W&amp;B's readers join the records of one writer.
/// </summary>
internal sealed class GpuProbeActor : HandlerActor
{
    private readonly RunSession _session;
    private readonly string _writerId;
    private readonly Func<Nvml?> _open;

    public GpuProbeActor(RunSession session, string writerId, Func<Nvml?> open)
    {
        _session = session;
        _writerId = writerId;
        _open = open;

        Receive<Probe>(_ => Look());
    }

    /// <summary>As a part of a run.</summary>
    /// <param name="writerId">The writer of the run's environment record.</param>
    /// <param name="open">How to open the library; as the machine has it if that is left out.</param>
    public static RunCompanion CompanionFor(string writerId, Func<Nvml?>? open = null) => new(
        "gpu-probe",
        session => Props.Of(() => new GpuProbeActor(session, writerId, open ?? Nvml.Open)).WithDispatcher(Settings.WandbSettings.MonitorDispatcher));

    protected override void PreStart() => Self.Tell(Probe.Instance);

    private void Look()
    {
        Context.Stop(Self); // behind this: also when it fails, which costs this record and nothing else
        using var library = _open();
        if (library?.Devices() is { Count: > 0 } devices)
            _session.AppendAside(new Record { Environment = Describe(library, devices) });
    }

    private EnvironmentRecord Describe(Nvml library, IReadOnlyList<NvidiaDevice> devices)
    {
        var record = new EnvironmentRecord
        {
            WriterId = _writerId,
            GpuCount = (uint)devices.Count,
            GpuType = devices[0].Name ?? "",
            CudaVersion = library.CudaVersion ?? "",
        };
        record.GpuNvidia.AddRange(devices.Select(device => new GpuNvidiaInfo
        {
            Name = device.Name ?? "",
            MemoryTotal = device.Memory?.Total ?? 0,
            CudaCores = device.Cores ?? 0,
            Architecture = device.Architecture ?? "",
            Uuid = device.Uuid ?? "",
        }));
        return record;
    }

    private sealed class Probe : INoSerializationVerificationNeeded
    {
        public static readonly Probe Instance = new();
    }
}
