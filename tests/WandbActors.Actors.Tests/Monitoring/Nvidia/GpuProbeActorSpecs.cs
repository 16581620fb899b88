using WandbActors.Actors.Monitoring.Nvidia;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Monitoring.Nvidia;

[Collection(nameof(ScriptedNvml))]
public sealed class GpuProbeActorSpecs : ActorSpecs
{
    private readonly SomeRun _run = new SomeRun().Begin();

    [Fact]
    public async Task The_gpus_are_added_to_the_environment_of_their_writer_once()
    {
        Watch(Sys.ActorOf(GpuProbeActor.CompanionFor("writer", () => ScriptedNvml.Open()).PropsFor(_run.Session)));

        await ExpectTerminatedAsync();

        var record = Assert.Single(Environments());
        Assert.Equal(("writer", 2u, "NVIDIA H100 80GB HBM3", "12.4"), (record.WriterId, record.GpuCount, record.GpuType, record.CudaVersion));
        Assert.Equal(
            ["NVIDIA H100 80GB HBM3 Hopper 16896 85899345920 GPU-aaaa1111", "Tesla T4 Turing 2560 17179869184 GPU-bbbb2222"],
            record.GpuNvidia.Select(gpu => $"{gpu.Name} {gpu.Architecture} {gpu.CudaCores} {gpu.MemoryTotal} {gpu.Uuid}"));
        Assert.Equal(0, ScriptedNvml.OpenCount);
    }

    [Fact]
    public async Task A_machine_without_any_adds_nothing()
    {
        Watch(Sys.ActorOf(GpuProbeActor.CompanionFor("writer", () => null).PropsFor(_run.Session)));

        await ExpectTerminatedAsync();

        Assert.Empty(Environments());
    }

    [Fact]
    public async Task A_driver_that_fails_costs_this_record_alone()
    {
        Watch(Sys.ActorOf(GpuProbeActor.CompanionFor("writer", () => throw new DllNotFoundException("libcuda")).PropsFor(_run.Session)));

        await ExpectTerminatedAsync();

        Assert.Empty(Environments());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    private async Task ExpectTerminatedAsync() => await ExpectMsgAsync<Akka.Actor.Terminated>();

    private IEnumerable<EnvironmentRecord> Environments()
    {
        _run.WriteLog();
        return _run.Records.Select(record => record.Environment).OfType<EnvironmentRecord>();
    }
}
