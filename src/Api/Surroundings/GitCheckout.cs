using WandbActors.Persistence.Records;

namespace WandbActors.Surroundings;

/// <summary>
/// The git repository around a directory, read from its files; no process is started. Work trees and submodules, whose <c>.git</c> is a file,
/// are followed. What cannot be read is as if it were not there. Immutable.
/// </summary>
internal sealed class GitCheckout
{
    // A symbolic reference that leads to itself must not be followed for ever.
    private const int MaxReferenceHops = 5;

    private readonly string _gitDirectory;
    private readonly string _commonDirectory;

    private GitCheckout(string root, string gitDirectory)
    {
        Root = root;
        _gitDirectory = gitDirectory;
        var common = ReadText(Path.Combine(gitDirectory, "commondir"));
        _commonDirectory = common is null ? gitDirectory : Path.GetFullPath(Path.Combine(gitDirectory, common));
    }

    /// <summary>The top directory of the checkout.</summary>
    public string Root { get; }

    /// <summary>The repository around a directory, or <c>null</c>.</summary>
    public static GitCheckout? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var dotGit = Path.Combine(folder.FullName, ".git");
            if (Directory.Exists(dotGit))
                return new GitCheckout(folder.FullName, dotGit);
            if (ReadText(dotGit) is { } text && text.StartsWith("gitdir:", StringComparison.Ordinal))
                return new GitCheckout(folder.FullName, Path.GetFullPath(Path.Combine(folder.FullName, text["gitdir:".Length..].Trim())));
        }

        return null;
    }

    /// <summary>The commit and the remote <c>origin</c>, without what would let others in.</summary>
    public GitRepoRecord ToRecord() => new() { Commit = ReadCommit() ?? "", RemoteUrl = ReadRemote() ?? "" };

    private string? ReadCommit()
    {
        var reference = ReadText(Path.Combine(_gitDirectory, "HEAD"));
        for (var hop = 0; hop < MaxReferenceHops && reference?.StartsWith("ref:", StringComparison.Ordinal) == true; hop++)
        {
            var name = reference["ref:".Length..].Trim();
            reference = ReadText(Path.Combine(_gitDirectory, name)) ?? ReadText(Path.Combine(_commonDirectory, name)) ?? FindPacked(name);
        }

        return reference is { Length: 40 or 64 } && reference.All(char.IsAsciiHexDigit) ? reference : null;
    }

    private string? FindPacked(string name) => ReadText(Path.Combine(_commonDirectory, "packed-refs"))?
        .Split('\n')
        .Select(line => line.Trim().Split(' '))
        .FirstOrDefault(parts => parts.Length == 2 && parts[1] == name)?[0];

    private string? ReadRemote()
    {
        var isOrigin = false;
        foreach (var line in (ReadText(Path.Combine(_commonDirectory, "config")) ?? "").Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
                isOrigin = line == "[remote \"origin\"]";
            else if (isOrigin && line.Split('=', 2) is [var key, var value] && key.TrimEnd() == "url")
                return WithoutCredentials(value.Trim().Trim('"'));
        }

        return null;
    }

    // `git@host:path` names no secret and is no address of this kind, so it stays as it is.
    private static string WithoutCredentials(string remote)
    {
        if (!Uri.TryCreate(remote, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length == 0)
            return remote;

        return new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri;
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
