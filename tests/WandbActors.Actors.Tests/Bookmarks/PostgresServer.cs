using System.Diagnostics;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Bookmarks;

/// <summary>
/// A PostgreSQL server for one class of specs: on a socket in a temporary directory, without a network port, gone after the last of them.
/// It refuses to run as root, so root starts it as <c>postgres</c> or <c>nobody</c>.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string? Programs = FindPrograms();

    private TempDirectory? _directory;

    /// <summary>Why there can be none here; <c>null</c> when there can.</summary>
    public static string? Problem => Programs is null
        ? "there is no initdb on the PATH or in /usr/lib/postgresql: install PostgreSQL (Debian: apt-get install postgresql)"
        : null;

    public string ConnectionString => $"Host={_directory!.Path};Username=wandb;Database=postgres";

    public async Task InitializeAsync()
    {
        if (Problem is not null)
            return;

        _directory = new TempDirectory();
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(_directory.Path, (UnixFileMode)0x1FF); // rwx for all: the server's user makes its own in it
        await RunAsync("initdb", "--pgdata", _directory["data"], "--auth", "trust", "--username", "wandb", "--no-sync");
        await RunAsync("pg_ctl", "start", "--wait", "--pgdata", _directory["data"], "--log", _directory["log"],
            "--options", $"-k {_directory.Path} -c listen_addresses='' -c fsync=off");
    }

    public async Task DisposeAsync()
    {
        if (_directory is null)
            return;

        await RunAsync("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", _directory["data"]);
        _directory.Dispose();
    }

    private static string? FindPrograms()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse() : [];
        return path.Concat(debian.Select(version => Path.Combine(version, "bin"))).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = [.. AsSomebodyElse(), Path.Combine(Programs!, program), .. arguments];
        // What pg_ctl starts would keep a pipe open, so output goes to files.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >output 2>&1", "sh", .. command]) { WorkingDirectory = _directory!.Path };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await File.ReadAllTextAsync(_directory["output"])}");
    }

    private static string[] AsSomebodyElse()
    {
        if (!Environment.IsPrivilegedProcess)
            return [];

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToDictionary(user => user[0], user => (Id: user[2], Group: user[3]));
        var (id, group) = users.TryGetValue("postgres", out var own) ? own : users["nobody"];
        return ["setpriv", $"--reuid={id}", $"--regid={group}", "--clear-groups", "--"];
    }
}
