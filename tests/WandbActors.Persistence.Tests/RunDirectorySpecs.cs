using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests;

public sealed class RunDirectorySpecs : IDisposable
{
    private readonly TempDirectory _root = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 8, 21, 8, 15, 0, TimeSpan.Zero));
    private readonly RunId _id;

    public RunDirectorySpecs()
    {
        _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test"));
        RunId.TryParse("ab12cd34", out _id, out _);
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false, "run-20260821_101500-ab12cd34")]
    [InlineData(true, "offline-run-20260821_101500-ab12cd34")]
    public void A_run_has_its_directory_by_local_time_and_id(bool isOffline, string name)
    {
        var directory = RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline, _time);

        Assert.Equal(Path.Combine(_root.Path, "wandb", name), directory.Path);
        Assert.Equal(Path.Combine(directory.Path, "run-ab12cd34.wandb"), directory.LogPath);
        Assert.Equal(directory.LogPath + ".synced", directory.SyncedMarkerPath);
        Assert.Equal(directory.LogPath + ".syncstate", directory.SyncStatePath);
        Assert.All((string[])[directory.FilesPath, directory.LogsPath, directory.TemporaryPath], path => Assert.True(Directory.Exists(path)));
        Assert.Empty(directory.Notices);
    }

    [Fact]
    public void A_hidden_home_is_used_where_it_exists()
    {
        Directory.CreateDirectory(_root[".wandb"]);

        var directory = RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: true, _time);

        Assert.StartsWith(_root[".wandb"], directory.Path);
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        var names = Enumerable.Range(0, 3).Select(_ => Path.GetFileName(RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: false, _time).Path)).ToArray();

        Assert.Equal(["run-20260821_101500-ab12cd34", "run-20260821_101500-ab12cd34-1", "run-20260821_101500-ab12cd34-2"], names);
    }

    [Fact]
    public void Runs_that_start_at_once_never_share_a_directory()
    {
        var paths = new string[32];

        Parallel.For(0, paths.Length, index => paths[index] = RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: false, _time).Path);

        Assert.Equal(paths.Length, paths.Distinct().Count());
    }

    [Fact]
    public void The_newest_run_is_found_by_a_relative_link()
    {
        RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: false, _time);
        var newest = RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: false, _time);

        var link = new DirectoryInfo(_root[Path.Combine("wandb", "latest-run")]);

        Assert.Equal(Path.GetFileName(newest.Path), link.LinkTarget);
        Assert.Equal(3, Directory.GetFileSystemEntries(_root["wandb"]).Length);
    }

    [Fact]
    public void A_link_that_cannot_be_made_is_only_reported()
    {
        _root.Write("wandb/latest-run/kept.txt", "a directory stands where the link belongs");

        var directory = RunDirectory.Create(RunHome.Open(_root.Path), _id, isOffline: false, _time);

        Assert.Contains("latest-run", Assert.Single(directory.Notices));
        Assert.True(Directory.Exists(directory.FilesPath));
        Assert.Equal(2, Directory.GetFileSystemEntries(_root["wandb"]).Length);
    }

    [Fact]
    public void A_root_that_cannot_be_written_to_is_replaced_by_the_temporary_directory()
    {
        var file = _root.Write("file", "no directory");

        var directory = RunDirectory.Create(RunHome.Open(Path.Combine(file, "below")), RunId.Generate(), isOffline: true, _time);

        Assert.StartsWith(Path.GetTempPath(), directory.Path);
        Assert.Contains(directory.Notices, notice => notice.Contains(file) && notice.Contains(directory.Path));
        Directory.Delete(directory.Path, recursive: true);
    }
}
