using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Monitoring;
using WandbActors.Actors.Monitoring.Machine;

namespace WandbActors.Actors.Tests.Monitoring.Machine;

public sealed class MachineSensorSpecs : IDisposable
{
    private const int Page = 4096;
    private const double Tolerance = 1e-9;

    private readonly RecordedMachine _machine = new();
    private readonly CounterStarts _starts = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_process_is_measured_since_the_last_reading_by_what_it_may_use()
    {
        _machine.WithMemory(20 << 20).With("/proc/self/stat", Stat(user: 100, system: 20));
        var sensor = new ProcessSensor(() => ProcessGauge.Of(_machine.Files, Page), () => MachineMemory.Of(_machine.Files, _machine.Cgroup), processors: 2, _time);

        _time.Advance(TimeSpan.FromSeconds(10));
        _machine.With("/proc/self/stat", Stat(user: 900, system: 220, threads: 31, pages: 3 << 18));
        var first = RecordedMachine.Read(sensor);
        _time.Advance(TimeSpan.FromSeconds(10));
        var second = RecordedMachine.Read(sensor);

        Assert.Equal(["cpu", "proc.cpu.threads", "proc.memory.percent", "proc.memory.rssMB"], first.Keys.Order());
        Assert.Equal(50, first["cpu"], Tolerance); // 10 s of processors' time, of 20
        Assert.Equal((31, 3072), (first["proc.cpu.threads"], first["proc.memory.rssMB"]));
        Assert.Equal(12.5, first["proc.memory.percent"], Tolerance);
        Assert.Equal(0, second["cpu"], Tolerance);
    }

    [Fact]
    public void Memory_is_the_machines()
    {
        _machine.WithMemory(6 << 20);

        var read = RecordedMachine.Read(new MemorySensor(() => MachineMemory.Of(_machine.Files, _machine.Cgroup)));

        Assert.Equal((75, 6144), (read["memory_percent"], read["proc.memory.availableMB"]));
    }

    [Fact]
    public void Memory_is_the_containers_if_that_has_less()
    {
        _machine.WithMemory(20 << 20).With("/proc/self/cgroup", "0::/\n").With("/proc/self/mountinfo", "30 23 0:26 / /cg rw - cgroup2 cgroup2 rw\n")
            .With("/cg/memory.max", $"{8L << 30}").With("/cg/memory.current", $"{7L << 30}");

        var read = RecordedMachine.Read(new MemorySensor(() => MachineMemory.Of(_machine.Files, _machine.Cgroup)));

        Assert.Equal((87.5, 1024), (read["memory_percent"], read["proc.memory.availableMB"]));
    }

    [Fact]
    public void The_network_counts_from_the_runs_start_over_all_interfaces_whatever_starts_anew()
    {
        _machine.With("/proc/net/dev", Network(loopback: 1_000, received: 5_000, sent: 700));
        var before = new NetworkSensor(() => NetworkGauge.Of(_machine.Files), _starts);
        _machine.With("/proc/net/dev", Network(loopback: 1_100, received: 6_000, sent: 750));

        var restarted = new NetworkSensor(() => NetworkGauge.Of(_machine.Files), _starts);

        Assert.Equal(RecordedMachine.Read(before), RecordedMachine.Read(restarted));
        Assert.Equal((150, 1_100), (RecordedMachine.Read(restarted)["network.sent"], RecordedMachine.Read(restarted)["network.recv"]));
    }

    [Fact]
    public void A_disks_traffic_counts_from_the_runs_start_in_megabytes()
    {
        _machine.With("/proc/self/mounts", "proc /proc proc rw 0 0\n/dev/nvme0n1p2 / ext4 rw 0 0\n/dev/sdb1 /scratch xfs rw 0 0\n/dev/sdc1 /scratching xfs rw 0 0\n")
            .With("/proc/diskstats", Disks(read: 4096, written: 0));
        var sensor = new DiskTrafficSensor(_machine.Files, ["/", "/scratch/me"], _starts);

        _machine.With("/proc/diskstats", Disks(read: 4096 + 2048, written: 512));

        Assert.Equal(
            ["disk.nvme0n1p2.in=1", "disk.nvme0n1p2.out=0.25", "disk.sdb1.in=0", "disk.sdb1.out=0"],
            RecordedMachine.Read(sensor).Select(item => $"{item.Key}={item.Value}").Order());
    }

    [Fact]
    public void In_a_container_all_real_disks_of_the_machine_are_told_of()
    {
        _machine.With("/proc/self/mounts", "overlay / overlay rw 0 0\n").With("/proc/diskstats", Disks(0, 0));

        var read = RecordedMachine.Read(new DiskTrafficSensor(_machine.Files, ["/"], _starts));

        Assert.Equal(["disk.nvme0n1p2.in", "disk.nvme0n1p2.out", "disk.sdb1.in", "disk.sdb1.out"], read.Keys.Order());
    }

    [Fact]
    public void A_disks_room_is_told_by_the_directorys_name()
    {
        var read = RecordedMachine.Read(new DiskSpaceSensor(["/", "/nowhere/at/all\0"]));

        Assert.Equal(["disk./.usageGB", "disk./.usagePercent"], read.Keys.Order());
        Assert.InRange(read["disk./.usagePercent"], 0, 100);
    }

    [Fact]
    public void A_machine_that_tells_nothing_is_no_failure()
    {
        ISensor[] sensors =
        [
            new ProcessSensor(() => ProcessGauge.Of(_machine.Files, Page), () => MachineMemory.Of(_machine.Files, _machine.Cgroup), 2, _time),
            new MemorySensor(() => MachineMemory.Of(_machine.Files, _machine.Cgroup)),
            new NetworkSensor(() => NetworkGauge.Of(_machine.Files), _starts),
            new DiskSpaceSensor([]),
            new DiskTrafficSensor(_machine.Files, ["/"], _starts),
        ];

        Assert.All(sensors, sensor => Assert.Empty(RecordedMachine.Read(sensor)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 (train) R")]
    [InlineData("rubbish")]
    public void What_cannot_be_read_is_left_out(string text)
    {
        _machine.With("/proc/self/stat", text).With("/proc/meminfo", text).With("/proc/net/dev", text).With("/proc/diskstats", text);

        A_machine_that_tells_nothing_is_no_failure();
    }

    [Fact]
    public void This_machine_tells_what_W_and_B_shows()
    {
        var files = new MachineFiles("/");
        var read = RecordedMachine.Read(new ProcessSensor(ProcessGauge.For(files), MachineMemory.For(files), CpuAllowance.For(files), TimeProvider.System))
            .Concat(RecordedMachine.Read(new MemorySensor(MachineMemory.For(files))))
            .Concat(RecordedMachine.Read(new NetworkSensor(NetworkGauge.For(files), _starts)))
            .ToDictionary();

        Assert.InRange(read["proc.memory.rssMB"], 10, 1 << 20);
        Assert.InRange(read["proc.cpu.threads"], 1, 10_000);
        Assert.InRange(read["memory_percent"], 0, 100);
        Assert.InRange(read["network.recv"], 0, double.MaxValue);
    }

    // The name may hold blanks and brackets.
    private static string Stat(long user, long system, int threads = 1, long pages = 1) =>
        $"20501 (my (train) x) R 20492 20492 15957 0 -1 4194304 99 0 0 0 {user} {system} 0 0 20 0 {threads} 0 1159155 3133440 {pages} 18446744073709551615 0 0";

    private static string Network(long loopback, long received, long sent) =>
        $"""
         Inter-|   Receive                                                |  Transmit
          face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
             lo: {loopback}  691367    0    0    0     0          0         0 {loopback}  691367    0    0    0     0       0          0
           eth0:{received}   13254    0    0    0     0          0         0   {sent}    8779    0    0    0     0       0          0
         """;

    private static string Disks(long read, long written) =>
        $"""
            7       0 loop0 1510 24 20256 193 935 825 51900 994 0 992 1913 0 0 0 0 497 724
          253       0 zram0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
          259       2 nvme0n1p2 203170 26019 {read} 264961 420768 114495 {written} 606316 0 229188 1059883 264253 186 76407040 122802 65299 65802
            8      17 sdb1 3 0 8 0 0 0 0 0 0 0 0
         """;
}
