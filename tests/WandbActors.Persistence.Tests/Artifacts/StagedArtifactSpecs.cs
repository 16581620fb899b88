using WandbActors.Testing;

namespace WandbActors.Persistence.Artifacts;

public sealed class StagedArtifactSpecs : IDisposable
{
    private static readonly string Id = ArtifactId.From("some artifact");

    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void What_is_staged_stays_what_it_was()
    {
        var source = _home.Write("model.bin", "first");
        var entry = StagedArtifact.Of(_home["run"], Id).Copy("weights/model.bin", source);

        File.WriteAllText(source, "second, and longer");

        Assert.Equal(("weights/model.bin", 5), (entry.Path, entry.Size));
        Assert.Equal("first", File.ReadAllText(entry.LocalPath));
    }

    [Fact]
    public void A_link_copies_nothing_and_outlives_the_file()
    {
        var source = _home.Write("model.bin", "weights");
        var entry = StagedArtifact.Of(_home["run"], Id).Link("model.bin", source);

        File.Delete(source);

        Assert.Equal(ArtifactDigests.Of("weights"u8), entry.Digest);
        Assert.Equal("weights", File.ReadAllText(entry.LocalPath));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_was_changed_before_it_is_staged_is_refused(bool isLinked)
    {
        var source = _home.Write("model.bin", "first");
        var content = new ArtifactContent.File("model.bin", source, isLinked).Now();
        File.WriteAllText(source, "second, and longer");

        var refusal = Assert.Throws<IOException>(() => content.Stage(StagedArtifact.Of(_home["run"], Id)));

        Assert.Contains("was changed", refusal.Message);
        Assert.Equal(18, content.Now().Stage(StagedArtifact.Of(_home["run"], Id)).Size);
    }

    [Fact]
    public void A_run_that_was_moved_has_its_files_with_it()
    {
        var entry = StagedArtifact.Of(_home["run"], Id).Add("notes.txt", "text"u8);

        Directory.Move(_home["run"], _home["moved"]);

        var found = StagedArtifact.Of(_home["moved"], Id).Find(entry.Digest);
        Assert.Equal("text", File.ReadAllText(found!));
        Assert.StartsWith(_home["moved"], found);
    }

    [Fact]
    public void Adding_again_changes_nothing()
    {
        var staged = StagedArtifact.Of(_home["run"], Id);

        var entries = new[] { staged.Add("a", "same"u8), staged.Add("a", "same"u8), staged.Add("b", "same"u8) };

        Assert.Equal(entries[0], entries[1]);
        Assert.Single(Directory.EnumerateFiles(_home["run"], "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../etc/passwd")]
    public void A_client_id_is_never_a_way_out_of_the_run(string id) => Assert.Throws<ArgumentException>(() => StagedArtifact.Of(_home["run"], id));

    [Theory]
    [InlineData("../../notes.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("AAAA")]
    public void A_digest_is_never_a_way_out_of_the_run(string digest)
    {
        _home.Write("notes.txt", "secret");

        Assert.Null(StagedArtifact.Of(_home["run"], Id).Find(digest));
    }

    [Fact]
    public void The_same_seed_gives_the_same_id()
    {
        Assert.Equal(ArtifactId.From("a"), ArtifactId.From("a"));
        Assert.NotEqual(ArtifactId.From("a"), ArtifactId.From("b"));
        Assert.All((string[])[ArtifactId.From("a"), ArtifactId.Generate()], id => Assert.True(ArtifactId.IsValid(id)));
    }

    [Theory]
    [InlineData("run-r1-val/preds ü", "run-r1-val_preds__")]
    [InlineData("model.v2_best-1", "model.v2_best-1")]
    public void Any_text_becomes_a_name_that_the_server_takes(string text, string name)
    {
        Assert.Equal(name, ArtifactName.Of(text));
        Assert.Null(ArtifactName.FindProblem(ArtifactName.Of(text)));
        Assert.Equal(128, ArtifactName.Of(new string('x', 300)).Length);
    }
}
