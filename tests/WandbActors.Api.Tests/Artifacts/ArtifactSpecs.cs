using WandbActors.Testing;

namespace WandbActors.Api.Tests.Artifacts;

public sealed class ArtifactSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Artifact _artifact = new("model", "model");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("", "model")]
    [InlineData("a b", "model")]
    [InlineData("a/b", "model")]
    [InlineData("a:v1", "model")]
    [InlineData("model", "")]
    [InlineData("model", "wandb-job")]
    [InlineData("model", "run_table")]
    public void A_name_or_type_that_no_server_takes_is_refused_by_name(string name, string type)
    {
        var refusal = Assert.Throws<WandbException>(() => new Artifact(name, type));

        Assert.Contains($"\"{(name == "model" ? type : name)}\"", refusal.Message);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("/rooted")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void No_entry_leads_out_of_the_artifact(string name)
    {
        var refusal = Assert.Throws<WandbException>(() => _artifact.AddText(name, "text"));

        Assert.Contains($"\"{name}\"", refusal.Message);
        Assert.Empty(_artifact.Entries);
    }

    [Fact]
    public void What_is_not_there_is_named_at_the_call()
    {
        var missing = _home["missing"];

        Assert.Contains(missing, Assert.Throws<WandbException>(() => _artifact.AddFile(missing)).Message);
        Assert.Contains(missing, Assert.Throws<WandbException>(() => _artifact.AddDirectory(missing)).Message);
        Assert.Contains("no such file", Assert.Throws<WandbException>(() => _artifact.AddReference(new Uri(missing))).Message);
        Assert.Contains("a URI with a scheme", Assert.Throws<WandbException>(() => _artifact.AddReference(new Uri("key", UriKind.Relative))).Message);
    }

    [Fact]
    public void A_reference_to_no_more_than_a_bucket_needs_a_name()
    {
        var refusal = Assert.Throws<WandbException>(() => _artifact.AddReference(new Uri("s3://bucket")));

        Assert.Contains("Give the reference a name", refusal.Message);
        Assert.Equal(["all"], _artifact.AddReference(new Uri("s3://bucket"), "all").Entries);
    }

    [Fact]
    public void No_path_is_a_file_and_a_directory()
    {
        _artifact.AddText("x", "1").AddText("a/b/c", "2").AddText("a/b/d", "3");

        Assert.Contains("holds x already", Assert.Throws<WandbException>(() => _artifact.AddText("x/y", "4")).Message);
        Assert.Contains("holds a/b/d already", Assert.Throws<WandbException>(() => _artifact.AddText("a", "5")).Message);
        _artifact.Remove("a/b/d");
        Assert.Contains("holds a/b/c already", Assert.Throws<WandbException>(() => _artifact.AddText("a/b", "6")).Message);
        _artifact.Remove("a/b/c");
        Assert.Equal(["a", "x"], _artifact.AddText("a", "7").Entries);
    }

    [Fact]
    public void A_name_is_taken_once_but_for_the_same_file()
    {
        var (one, two) = (_home.Write("1/a", "1"), _home.Write("2/a", "2"));
        _artifact.AddFile(one).AddFile(one);

        var refusal = Assert.Throws<WandbException>(() => _artifact.AddFile(two));

        Assert.Contains("holds a already", refusal.Message);
        Assert.True(_artifact.Remove("a"));
        Assert.Equal(["a"], _artifact.AddFile(two).Entries);
    }

    [Fact]
    public void A_directory_is_its_files_with_their_paths_and_no_loop_is_endless()
    {
        _home.Write("data/ü/.hidden", "1");
        _home.Write("data/b c/d#e?.bin", "2");
        Directory.CreateSymbolicLink(_home["data/loop"], _home["data"]);

        _artifact.AddDirectory(_home["data"], "all/").AddReference(new Uri("s3://bucket/some%20key"));

        Assert.Equal(["all/b c/d#e?.bin", "all/ü/.hidden", "some key"], _artifact.Entries);
    }
}
