using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class ArtifactUseSpecs : ArtifactSpecs
{
    [Theory]
    [InlineData("model:latest")]
    [InlineData("model")]
    [InlineData("lab/golden/model:v0")]
    public async Task The_use_of_an_artifact_is_told_by_its_name(string name)
    {
        Start();
        LogArtifact("model", [], ("a", "1"));
        Run.Session.Append(new Record { UseArtifact = new UseArtifactRecord { Name = name } });
        Grow(exitCode: 0);

        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.True(completed.IsWhole);
        Assert.Equal(["r1"], Assert.Single(Server.Artifacts).UsedBy);
    }

    [Fact]
    public async Task The_use_of_an_artifact_that_is_not_there_is_said()
    {
        Start();
        Run.Session.Append(new Record { UseArtifact = new UseArtifactRecord { Name = "nothing:latest" } });
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();

        Assert.Contains("the use of the artifact nothing:latest was not sent", remark.Text);
    }
}
