using WandbActors.Surroundings;
using WandbActors.Testing;

namespace WandbActors.Api.Tests.Surroundings;

public sealed class GitCheckoutSpecs : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_branch_is_followed_to_its_commit()
    {
        _directory.Write("repo/.git/HEAD", "ref: refs/heads/main\n");
        _directory.Write("repo/.git/refs/heads/main", Commit + "\n");
        _directory.Write("repo/src/deep/file.cs", "");

        var checkout = GitCheckout.Find(_directory["repo/src/deep"])!;

        Assert.Equal(_directory["repo"], checkout.Root);
        Assert.Equal(Commit, checkout.ToRecord().Commit);
    }

    [Fact]
    public void A_packed_branch_is_found()
    {
        _directory.Write("repo/.git/HEAD", "ref: refs/heads/main\n");
        _directory.Write("repo/.git/packed-refs", $"# pack-refs with: peeled\n{new string('9', 40)} refs/heads/mainly\n{Commit} refs/heads/main\n^{new string('1', 40)}\n");

        Assert.Equal(Commit, GitCheckout.Find(_directory["repo"])!.ToRecord().Commit);
    }

    [Fact]
    public void A_detached_head_is_the_commit_itself()
    {
        _directory.Write("repo/.git/HEAD", Commit);

        Assert.Equal(Commit, GitCheckout.Find(_directory["repo"])!.ToRecord().Commit);
    }

    [Fact]
    public void A_work_tree_is_followed_to_its_repository()
    {
        _directory.Write("tree/.git", $"gitdir: {_directory["repo/.git/worktrees/tree"]}\n");
        _directory.Write("repo/.git/worktrees/tree/HEAD", "ref: refs/heads/side\n");
        _directory.Write("repo/.git/worktrees/tree/commondir", "../..\n");
        _directory.Write("repo/.git/refs/heads/side", Commit);
        _directory.Write("repo/.git/config", "[remote \"origin\"]\n\turl = git@example.test:lab/repo.git\n");

        var record = GitCheckout.Find(_directory["tree"])!.ToRecord();

        Assert.Equal((Commit, "git@example.test:lab/repo.git"), (record.Commit, record.RemoteUrl));
    }

    [Theory]
    [InlineData("https://example.test/r.git", "https://example.test/r.git")]
    [InlineData("https://me:s3cret@example.test/r.git", "https://example.test/r.git")]
    [InlineData("https://t0ken@example.test:8443/r.git", "https://example.test:8443/r.git")]
    [InlineData("ssh://git@example.test/r.git", "ssh://git@example.test/r.git")]
    public void The_remote_is_told_without_what_would_let_others_in(string url, string told)
    {
        _directory.Write("repo/.git/config", $"[remote \"other\"]\n url = no\n[remote \"origin\"]\n  fetch = +refs\n  url = {url}\n[branch \"main\"]\n url = no\n");

        Assert.Equal(told, GitCheckout.Find(_directory["repo"])!.ToRecord().RemoteUrl);
    }

    [Theory]
    [InlineData("ref: HEAD")]
    [InlineData("ref: ")]
    [InlineData("ref: refs/heads/unborn")]
    [InlineData("rubbish")]
    [InlineData("")]
    public void A_repository_without_a_commit_has_none(string head)
    {
        _directory.Write("repo/.git/HEAD", head);

        Assert.Empty(GitCheckout.Find(_directory["repo"])!.ToRecord().Commit);
    }

    [Fact]
    public void Outside_of_a_repository_there_is_none()
    {
        Assert.Null(GitCheckout.Find(_directory.Path));
    }
}
