using WandbActors.Persistence.Buffering;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.Buffering;

public class PlaceSpecs
{
    [Fact]
    public void The_run_directory_says_where_the_buffer_is()
    {
        using var some = new SomeBuffer();

        Assert.Equal(new RowBufferNote(some.Buffer.Path!, "run-some.wandb"), RowBufferNote.Read(some.RunDirectory));
        Assert.True(RowBufferNote.Read(some.RunDirectory)!.RingExists);
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
        var buffer = RowBuffer.Create(settings, Guid.NewGuid(), "/no/such/run/run-some.wandb", TimeProvider.System, () => { });

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
        Assert.Null(RowBufferNote.Read(some.RunDirectory));
    }

    [Fact]
    public void A_note_whose_ring_is_gone_says_so()
    {
        using var some = new SomeBuffer();

        File.Delete(some.Buffer.Path!);

        Assert.False(RowBufferNote.Read(some.RunDirectory)!.RingExists);
    }

    [Fact]
    public void A_ring_in_the_run_directory_is_found_after_that_was_moved()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { Directory = "/no/such/directory" });
        some.Buffer.Append([("loss", 1)], null, commit: true);
        var moved = some.RunDirectory + "-moved";

        some.Buffer.Dispose();
        Directory.Move(some.RunDirectory, moved);
        var note = RowBufferNote.Read(moved)!;

        Assert.Equal(Path.Combine(moved, Path.GetFileName(some.Buffer.Path!)), note.RingPath);
        Assert.True(note.RingExists);
        Directory.Move(moved, some.RunDirectory);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/dev/shm/some.ring\n")]
    [InlineData("\nrun-some.wandb\n")]
    public void A_note_that_says_too_little_is_none(string text)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "row-buffer"), text);

        Assert.Null(RowBufferNote.Read(directory.Path));
    }

    [Fact]
    public void A_file_on_a_disk_is_allocated_whole_and_one_in_memory_as_it_is_needed()
    {
        using var onDisk = new SomeBuffer(new RowBufferSettings { Directory = "/no/such/directory" });
        using var inMemory = new SomeBuffer(new RowBufferSettings());

        var isDisk = !OperatingSystem.IsLinux() || new DriveInfo(onDisk.RunDirectory).DriveFormat != "tmpfs";
        if (OperatingSystem.IsLinux() && isDisk && inMemory.Buffer.Path!.StartsWith("/dev/shm/", StringComparison.Ordinal))
        {
            Assert.InRange(FileBlocks.BytesOf(onDisk.Buffer.Path!), 16 << 20, 18 << 20);
            Assert.InRange(FileBlocks.BytesOf(inMemory.Buffer.Path!), 512 << 10, 2 << 20);
        }
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(100_000)]
    [InlineData(32_768)]
    public void A_ring_is_a_power_of_two_of_64_KiB_at_least(int bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowBufferSettings { RingBytes = bytes });
}
