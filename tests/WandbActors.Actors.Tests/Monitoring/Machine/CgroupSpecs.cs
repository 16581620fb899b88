using WandbActors.Actors.Monitoring.Machine;

namespace WandbActors.Actors.Tests.Monitoring.Machine;

public sealed class CgroupSpecs : IDisposable
{
    private const long GiB = 1L << 30;

    private const string Version2Mount = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

    private const string Version1Mounts =
        """
        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    private readonly RecordedMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_container_of_version_2_has_its_limits()
    {
        _machine.With("/proc/self/cgroup", "0::/kubepods/pod1/c1\n").With("/proc/self/mountinfo", Version2Mount)
            .With("/sys/fs/cgroup/kubepods/pod1/c1/memory.max", $"{8 * GiB}\n")
            .With("/sys/fs/cgroup/kubepods/pod1/c1/memory.current", $"{7 * GiB}\n")
            .With("/sys/fs/cgroup/kubepods/pod1/c1/memory.stat", $"anon {2 * GiB}\ninactive_file {3 * GiB}\n")
            .With("/sys/fs/cgroup/kubepods/pod1/c1/cpu.max", "150000 100000\n");

        var cgroup = _machine.Cgroup;

        Assert.Equal((8 * GiB, 4 * GiB, 1.5), (cgroup.MemoryLimit, cgroup.MemoryUsed, cgroup.CpuLimit));
    }

    [Fact]
    public void The_tightest_limit_of_the_groups_around_holds()
    {
        _machine.With("/proc/self/cgroup", "0::/kubepods/pod1/c1\n").With("/proc/self/mountinfo", Version2Mount)
            .With("/sys/fs/cgroup/kubepods/pod1/c1/memory.max", "max\n").With("/sys/fs/cgroup/kubepods/pod1/c1/cpu.max", "max 100000\n")
            .With("/sys/fs/cgroup/kubepods/pod1/memory.max", $"{4 * GiB}\n").With("/sys/fs/cgroup/kubepods/pod1/memory.current", $"{GiB}\n")
            .With("/sys/fs/cgroup/kubepods/memory.max", $"{16 * GiB}\n").With("/sys/fs/cgroup/kubepods/memory.current", $"{9 * GiB}\n")
            .With("/sys/fs/cgroup/kubepods/cpu.max", "400000 100000\n");

        var cgroup = _machine.Cgroup;

        Assert.Equal((4 * GiB, GiB, 4.0), (cgroup.MemoryLimit, cgroup.MemoryUsed, cgroup.CpuLimit));
    }

    [Fact]
    public void A_container_of_version_1_that_sees_only_its_own_group_has_its_limits()
    {
        _machine.With("/proc/self/cgroup", "4:memory:/docker/c1\n2:cpu,cpuacct:/docker/c1\n0::/\n")
            .With("/proc/self/mountinfo", Version1Mounts.Replace("0:29 / ", "0:29 /docker/c1 ").Replace("0:32 / ", "0:32 /docker/c1 "))
            .With("/sys/fs/cgroup/memory/memory.limit_in_bytes", $"{2 * GiB}\n")
            .With("/sys/fs/cgroup/memory/memory.usage_in_bytes", $"{GiB}\n")
            .With("/sys/fs/cgroup/memory/memory.stat", $"inactive_file 1\ntotal_inactive_file {GiB / 4}\n")
            .With("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n").With("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        var cgroup = _machine.Cgroup;

        Assert.Equal((2 * GiB, 3 * GiB / 4, 0.5), (cgroup.MemoryLimit, cgroup.MemoryUsed, cgroup.CpuLimit));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0::/\n", Version2Mount)]
    [InlineData("0::/../../other\n", Version2Mount)]
    [InlineData("4:memory:/\n2:cpu:/\n0::/\n", Version1Mounts)]
    [InlineData("rubbish\n::\n", "rubbish - \n1 2 3 - cgroup2\n")]
    public void Without_a_limit_there_is_none(string groups, string mounts)
    {
        _machine.With("/proc/self/cgroup", groups).With("/proc/self/mountinfo", mounts)
            .With("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
            .With("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n").With("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")
            .With("/other/memory.max", "1\n");

        var cgroup = _machine.Cgroup;

        Assert.Equal((null, null, null), (cgroup.MemoryLimit, cgroup.MemoryUsed, cgroup.CpuLimit));
    }

    [Fact]
    public void A_process_may_use_no_more_processors_than_there_are()
    {
        _machine.With("/proc/self/cgroup", "0::/\n").With("/proc/self/mountinfo", Version2Mount).With("/sys/fs/cgroup/cpu.max", "1600000 100000\n");

        Assert.Equal((8, 16), (CpuAllowance.Of(_machine.Cgroup, 8), CpuAllowance.Of(_machine.Cgroup, 64)));
    }
}
