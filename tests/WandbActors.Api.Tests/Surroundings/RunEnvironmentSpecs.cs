using WandbActors.Api.Tests.Resolution;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;
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

        var record = Describe(options);

        Assert.Equal(("node7", "someone", "me@example.test", "train"), (record.Host, record.Username, record.Email, record.Program));
        Assert.Equal(_disk.WorkingDirectory, record.Root);
        Assert.Equal(Start, record.StartedAt.ToDateTimeOffset());
        Assert.Equal((uint)Environment.ProcessorCount, record.CpuCountLogical);
        Assert.InRange(record.CpuCount, 1u, 10_000u);
        Assert.Equal((record.CpuCount, record.CpuCountLogical), (record.Cpu.Count, record.Cpu.CountLogical));
        Assert.True(record.Memory.Total > 1_000_000);
        Assert.InRange(Assert.Single(record.Disk).Value.Used, 1UL, record.Disk.Values.Single().Total);
        Assert.Equal("writer", record.WriterId);
        Assert.Equal((32, true), (RunEnvironment.NewWriterId().Length, RunEnvironment.NewWriterId().All(char.IsAsciiLetterOrDigit)));
        Assert.Null(record.Git);
    }

    [Fact]
    public void The_version_of_dotnet_follows_the_systems_and_python_stays_empty()
    {
        var record = Describe(_disk.Resolve());

        Assert.EndsWith($"-with-.NET-{Environment.Version}", record.Os);
        Assert.Empty(record.Python);
    }

    [Fact]
    public void The_repository_is_in_the_record_unless_that_is_forbidden()
    {
        _disk.Write("work/.git/HEAD", "0123456789abcdef0123456789abcdef01234567");

        var found = Describe(_disk.Resolve());
        var forbidden = Describe(_disk.With("WANDB_DISABLE_GIT", "1").Resolve());

        Assert.Equal("0123456789abcdef0123456789abcdef01234567", found.Git.Commit);
        Assert.Null(forbidden.Git);
    }

    [Fact]
    public void A_disk_that_is_not_there_costs_only_its_own_entry()
    {
        var record = RunEnvironment.Describe(_disk.Resolve(), _disk.Surroundings, Start, "writer", ["/", "/nowhere/at\0all"]);

        Assert.Equal("/", Assert.Single(record.Disk).Key);
        Assert.NotNull(record.Memory);
    }

    [Fact]
    public void The_programs_path_is_relative_to_the_repository_and_to_where_it_was_started()
    {
        _disk.Write(".git/HEAD", "0123456789abcdef0123456789abcdef01234567");
        _disk.Write("work/train.dll", "");

        var record = Describe(_disk.Resolve());

        Assert.Equal(("work/train.dll", "train.dll"), (record.CodePath, record.CodePathLocal));
    }

    [Theory]
    [InlineData("missing.dll")]
    [InlineData("../outside.dll")]
    public void A_program_that_is_not_below_has_no_such_path(string program)
    {
        _disk.Write("outside.dll", "");

        var record = Describe(_disk.Resolve(new RunOptions { Program = program }));

        Assert.Equal((program, "", ""), (record.Program, record.CodePath, record.CodePathLocal));
    }

    [Fact]
    public void The_image_and_what_the_cluster_says_are_told_but_not_its_token()
    {
        var options = _disk.With("WANDB_DOCKER", "lab/train:3").With("SLURM_JOB_ID", "17").With("SLURM_JWT", "s3cret").Resolve();

        var record = Describe(options);

        Assert.Equal("lab/train:3", record.Docker);
        Assert.Equal(KeyValuePair.Create("job_id", "17"), Assert.Single(record.Slurm));
    }

    [Fact]
    public void A_host_whose_owner_wants_that_is_not_told_of()
    {
        var record = Describe(_disk.With("WANDB__DISABLE_MACHINE_INFO", "true").With("SLURM_JOB_ID", "17").Resolve());

        Assert.Equal((0u, 0u, 0, 0), (record.CpuCount, record.CpuCountLogical, record.Disk.Count, record.Slurm.Count));
        Assert.Null(record.Memory);
        Assert.NotEmpty(record.Os);
    }

    [Fact]
    public void The_process_knows_its_own_surroundings()
    {
        var surroundings = ProcessSurroundings.Read();

        Assert.Equal(Environment.CurrentDirectory, surroundings.WorkingDirectory);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), surroundings.Variables["PATH"]);
        Assert.NotEmpty(surroundings.Program);
    }

    private EnvironmentRecord Describe(ResolvedRunOptions options) => RunEnvironment.Describe(options, _disk.Surroundings, Start, "writer", ["/"]);
}
