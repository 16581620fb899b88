using WandbActors.Api.Tests.Resolution;
using WandbActors.Surroundings;

namespace WandbActors.Api.Tests.Surroundings;

public sealed class RunEnvironmentSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 8, 21, 10, 15, 0, TimeSpan.FromHours(2));

    private readonly SettingsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void The_record_says_where_the_run_runs()
    {
        var options = _disk.With("WANDB_USER_EMAIL", "me@example.test").Resolve(new RunOptions { Host = "node7", Program = "train" });

        var record = RunEnvironment.Describe(options, _disk.Surroundings, Start);

        Assert.Equal(("node7", "someone", "me@example.test", "train"), (record.Host, record.Username, record.Email, record.Program));
        Assert.Equal(_disk.WorkingDirectory, record.Root);
        Assert.Equal(Start, record.StartedAt.ToDateTimeOffset());
        Assert.Equal((uint)Environment.ProcessorCount, record.CpuCountLogical);
        Assert.InRange(record.CpuCount, 1u, 10_000u);
        Assert.Equal((record.CpuCount, record.CpuCountLogical), (record.Cpu.Count, record.Cpu.CountLogical));
        Assert.True(record.Memory.Total > 1_000_000);
        Assert.InRange(Assert.Single(record.Disk).Value.Used, 1UL, record.Disk.Values.Single().Total);
        Assert.Equal(32, record.WriterId.Length);
        Assert.Null(record.Git);
    }

    [Fact]
    public void The_version_of_dotnet_follows_the_systems_and_python_stays_empty()
    {
        var record = RunEnvironment.Describe(_disk.Resolve(), _disk.Surroundings, Start);

        Assert.EndsWith($"-with-.NET-{Environment.Version}", record.Os);
        Assert.Empty(record.Python);
    }

    [Fact]
    public void The_repository_is_in_the_record_unless_that_is_forbidden()
    {
        _disk.Write("work/.git/HEAD", "0123456789abcdef0123456789abcdef01234567");

        var found = RunEnvironment.Describe(_disk.Resolve(), _disk.Surroundings, Start);
        var forbidden = RunEnvironment.Describe(_disk.With("WANDB_DISABLE_GIT", "1").Resolve(), _disk.Surroundings, Start);

        Assert.Equal("0123456789abcdef0123456789abcdef01234567", found.Git.Commit);
        Assert.Null(forbidden.Git);
    }

    [Fact]
    public void A_machine_that_hides_its_disks_costs_only_that_part()
    {
        var options = _disk.Resolve() with { RootDirectory = "" };

        var record = RunEnvironment.Describe(options, _disk.Surroundings with { WorkingDirectory = "" }, Start);

        Assert.NotNull(record.Memory);
    }

    [Fact]
    public void The_process_knows_its_own_surroundings()
    {
        var surroundings = ProcessSurroundings.Read();

        Assert.Equal(Environment.CurrentDirectory, surroundings.WorkingDirectory);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), surroundings.Variables["PATH"]);
        Assert.NotEmpty(surroundings.Program);
    }
}
