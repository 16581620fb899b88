using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Testing;
using static WandbActors.Persistence.Records.FilesItem.Types;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class RunFilesSpecs : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RunFiles _files;

    public RunFilesSpecs() => _files = new RunFiles(_directory["files"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_is_sent_when_its_policy_says()
    {
        var now = Now(PolicyType.Now, "a.txt").Concat(Now(PolicyType.End, "b.txt")).Concat(Now(PolicyType.Live, "c.txt"));

        Assert.Equal(["a.txt", "c.txt"], now);
        Assert.Equal(["b.txt", "c.txt"], _files.AtEnd().Select(file => file.Name));
    }

    [Fact]
    public void A_glob_is_what_it_matches_in_its_own_folder()
    {
        _directory.Write("files/media/1.png", "");
        _directory.Write("files/media/2.png", "");
        _directory.Write("files/media/deeper/3.png", "");

        var now = Now(PolicyType.Now, "media/*.png");

        Assert.Equal(["media/1.png", "media/2.png"], now.Order());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside.txt")]
    [InlineData("media/../../outside.txt")]
    [InlineData("../*.txt")]
    public void What_lies_outside_the_run_is_never_sent(string path)
    {
        _directory.Write("outside.txt", "secret");

        Assert.Empty(Now(PolicyType.Now, path));
        Assert.Empty(Now(PolicyType.End, path));
        Assert.Empty(_files.AtEnd());
    }

    private string[] Now(PolicyType policy, string path) => [.. _files.TakeNow([new FilesItem { Path = path, Policy = policy }]).Select(file => file.Name)];
}
