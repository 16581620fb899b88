using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.Cli.Syncing;

/// <summary>Shows how one run is being sent. Called by one thread at a time, in order.</summary>
internal interface ISendingView
{
    void Progressed(LogProgressed progressed);

    /// <summary>The server cannot be reached or asks to wait.</summary>
    void Waiting(string reason);
}
