using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class UploaderEndSpecs : UploadSpecs
{
    [Fact]
    public async Task At_the_end_files_are_there_before_the_run_is_completed()
    {
        Start();
        GrowByRow(1);
        Grow(exitCode: 3);

        await AdvanceUntilTold<UploadCompleted>();

        Assert.Equal(3, OnServer.ExitCode);
        Assert.Equal(["config.yaml", "wandb-summary.json"], OnServer.Files.Keys.Order());
        Assert.Equal(["config.yaml", "wandb-summary.json"], OnServer.Uploaded.Order());
        Assert.Contains("\"complete\":true", OnServer.Requests[^1].Text);
        Assert.Equal(1, (int)JsonNode.Parse(OnServer.SummaryLine!)!["a"]!);
        Assert.Empty(Server.Violations);
    }

    [Fact]
    public async Task A_file_that_cannot_be_sent_does_not_hold_the_end_back()
    {
        Server.BreakDown(RecordingBackend.Upload, Fault.Answer(403));
        Start();
        GrowByRow(1);
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("was not sent", remark.Text);
        Assert.Equal(0, OnServer.ExitCode);
    }

    [Fact]
    public async Task A_log_that_nobody_ended_is_completed_as_interrupted()
    {
        Start();
        Run.Log(("a", 1));

        Grow(Run.WriteLog(), isComplete: true);
        await AdvanceUntil(run => run.IsComplete);

        Assert.Equal(1, OnServer.ExitCode);
        Assert.Single(OnServer.History);
    }

    [Fact]
    public async Task Completed_it_is_completed_for_ever()
    {
        Start();
        GrowByRow(1);
        Grow(exitCode: 0);
        await AdvanceUntilTold<UploadCompleted>();
        var sent = Server.Requests.Count;
        await Uploader.GracefulStop(TimeSpan.FromSeconds(30));

        Sys.ActorOf(UploaderActor.SupervisedPropsFor(Run.Session.UploadJob!, Owner));

        await AdvanceUntilTold<UploadCompleted>();
        Assert.Equal(sent, Server.Requests.Count);
    }
}
