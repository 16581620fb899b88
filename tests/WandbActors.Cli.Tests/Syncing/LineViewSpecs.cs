using WandbActors.Testing;
using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.Cli.Syncing;

public sealed class LineViewSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    [Fact]
    public void Lines_that_cannot_be_written_do_not_stop_the_sending()
    {
        using var output = new FullDisk();
        var view = new LineView(FoundLog.At(new SomeRun("one").WriteTo(_home)), output);

        view.Progressed(new LogProgressed(0, 100));
        view.Waiting("the server does not answer");

        Assert.Equal(2, output.Attempts);
    }

    public void Dispose() => _home.Dispose();
}
