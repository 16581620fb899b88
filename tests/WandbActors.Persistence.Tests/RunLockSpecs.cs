using WandbActors.Testing;

namespace WandbActors.Persistence.Tests;

public sealed class RunLockSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Whoever_comes_second_is_told_who_has_it()
    {
        using var first = RunLock.TryTake(_home.Path, "r1", "which logs it", out _);

        var second = RunLock.TryTake(_home.Path, "r1", "which sends it", out var holder);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal($"process {Environment.ProcessId} ({Path.GetFileName(Environment.ProcessPath)}) on {Environment.MachineName}, which logs it", holder);
    }

    [Fact]
    public void Given_up_it_can_be_taken_again_and_leaves_no_file()
    {
        RunLock.TryTake(_home.Path, "r1", "which logs it", out _)!.Dispose();
        var again = RunLock.TryTake(_home.Path, "r1", "which sends it", out var holder)!;
        again.Dispose();
        again.Dispose();

        Assert.Empty(holder);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Path));
    }

    [Fact]
    public void A_look_says_who_has_it_and_takes_nothing_from_them()
    {
        using var held = RunLock.TryTake(_home.Path, "r1", "which logs it", out _);

        var isHeld = RunLock.IsHeld(_home.Path, "r1", out var holder);

        Assert.True(isHeld);
        Assert.EndsWith("which logs it", holder, StringComparison.Ordinal);
        Assert.Null(RunLock.TryTake(_home.Path, "r1", "which sends it", out _));
    }

    [Fact]
    public void A_lock_that_a_dead_process_has_left_or_that_is_not_there_is_held_by_nobody()
    {
        File.WriteAllText(_home[".run-r1.lock"], "");

        Assert.False(RunLock.IsHeld(_home.Path, "r1", out _));
        Assert.False(RunLock.IsHeld(_home.Path, "r2", out var holder));
        Assert.Empty(holder);
        Assert.Single(Directory.EnumerateFileSystemEntries(_home.Path));
    }

    [Fact]
    public void Other_runs_are_free()
    {
        using var first = RunLock.TryTake(_home.Path, "r1", "", out _);
        using var second = RunLock.TryTake(_home.Path, "r2", "", out _);

        Assert.NotNull(second);
    }

    [Fact]
    public void A_file_that_a_dead_process_left_locks_nobody_out()
    {
        _home.Write(".run-r1.lock", "process 1 (train) on trainer-0, which logs it");

        using var taken = RunLock.TryTake(_home.Path, "r1", "which logs it", out _);

        Assert.NotNull(taken);
    }

    [Fact]
    public void However_many_want_it_one_has_it_at_a_time()
    {
        var holders = 0;
        var most = 0;
        var taken = 0;

        Parallel.For(0, 16, _ =>
        {
            for (var tries = 0; tries < 200; tries++)
            {
                using var held = RunLock.TryTake(_home.Path, "r1", "", out var _);
                if (held is null)
                    continue;

                most = Math.Max(most, Interlocked.Increment(ref holders));
                Interlocked.Increment(ref taken);
                Interlocked.Decrement(ref holders);
            }
        });

        Assert.Equal(1, most);
        Assert.True(taken > 0);
    }
}
