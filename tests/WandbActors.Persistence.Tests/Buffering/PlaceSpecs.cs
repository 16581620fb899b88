using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class PlaceSpecs
{
    [Fact]
    public void The_run_directory_says_where_the_buffer_is()
    {
        using var some = new SomeBuffer();

        Assert.Equal(some.Buffer.Path, RowBufferPlace.Find(some.RunDirectory));
        Assert.EndsWith($"wandb-actors-{some.Guid:N}.ring", some.Buffer.Path);
        Assert.Contains(some.Buffer.Path!, some.Buffer.Description);
        Assert.True(some.Buffer.IsCrashSafe);
    }

    [Fact]
    public void On_linux_the_buffer_is_in_memory()
    {
        using var some = new SomeBuffer();

        if (OperatingSystem.IsLinux() && Directory.Exists("/dev/shm"))
            Assert.StartsWith("/dev/shm/", some.Buffer.Path);
    }

    [Fact]
    public void The_file_says_whose_it_is()
    {
        using var some = new SomeBuffer();

        using var file = RowBufferFile.Open(some.Buffer.Path!);

        Assert.Equal(some.Guid, file.LogGuid);
        Assert.Equal(some.RunDirectory, file.RunDirectory);
        Assert.Equal(RowBufferFile.CurrentBootId(), file.BootId);
        Assert.Equal(SomeBuffer.Settings.RingBytes, file.RingBytes);
    }

    [Fact]
    public void A_directory_that_is_asked_for_is_taken()
    {
        var directory = Directory.CreateTempSubdirectory("row-buffer-").FullName;
        using var some = new SomeBuffer(SomeBuffer.Settings with { Directory = directory });

        some.Buffer.Append([("loss", 1)], null, commit: true);

        Assert.Equal(directory, Path.GetDirectoryName(some.Buffer.Path));
        Assert.Equal(["row: loss = 1"], some.ReadLeftBehind());
    }

    [Fact]
    public void A_directory_that_cannot_be_used_falls_back_to_the_run_directory()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { Directory = "/no/such/directory" });

        Assert.Equal(some.RunDirectory, Path.GetDirectoryName(some.Buffer.Path));
    }

    [Fact]
    public void Where_no_file_can_be_the_buffer_works_but_says_that_it_dies_with_the_process()
    {
        var settings = SomeBuffer.Settings with { Directory = "/no/such/directory" };
        var buffer = RowBuffer.Create(settings, Guid.NewGuid(), "/no/such/run", TimeProvider.System, () => { });

        buffer.Append([("loss", 1)], null, commit: true);

        Assert.Equal(["row: loss = 1"], SomeBuffer.ReadAll(buffer.Reader));
        Assert.False(buffer.IsCrashSafe);
        Assert.Contains("dies with this process", buffer.Description);
        Assert.Contains("/no/such/directory", buffer.Description);
        buffer.Delete();
    }

    [Fact]
    public void Dispose_leaves_the_file_and_delete_leaves_nothing()
    {
        using var some = new SomeBuffer();
        var path = some.Buffer.Path!;

        some.Buffer.Dispose();
        Assert.True(File.Exists(path));
        some.Buffer.Delete();

        Assert.False(File.Exists(path));
        Assert.Empty(Directory.GetFiles(some.RunDirectory));
        Assert.Null(RowBufferPlace.Find(some.RunDirectory));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(100_000)]
    [InlineData(32_768)]
    public void A_ring_is_a_power_of_two_of_64_KiB_at_least(int bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowBufferSettings { RingBytes = bytes });
}
