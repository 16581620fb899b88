using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.Cli.Syncing;

/// <summary>Shows the sending of a run as lines: when it begins, and each trouble.</summary>
internal sealed class LineView(FoundLog log, TextWriter output) : ISendingView
{
    private bool _hasBegun;

    public void Progressed(LogProgressed progressed)
    {
        if (_hasBegun)
            return;

        _hasBegun = true;
        Write($"{log.Name}: sending {log.Path} ({Sizes.Of(progressed.TotalBytes)})");
    }

    public void Waiting(string reason) => Write($"{log.Name}: {reason}");

    // Whoever reads it may have gone, or its disk be full: that must not stop the sending.
    private void Write(string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (IOException)
        {
        }
    }
}
