using Akka.Actor;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>How sending goes, as the uploader's news tell it. Owned by the run's actor.</summary>
internal sealed class UploadStanding(bool isOnline)
{
    public UploadState State { get; private set; } = isOnline ? UploadState.Active : UploadState.Offline;

    /// <summary>Why it does not go, for people; <c>null</c> when it does.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the server has.</summary>
    public UploadProgressed Sent { get; private set; } = new(0, 0, 0);

    /// <summary>Whether nothing more will be sent.</summary>
    public bool IsOver => State is UploadState.Offline or UploadState.Stopped or UploadState.Complete;

    /// <summary>
    /// Tells an uploader that has just started what it missed: how far the log goes, and that so far it is not to wait for the pace, since an end or a
    /// flush may have been told to the one before, or to this one before it could take it.
    /// </summary>
    public static void Brief(IActorRef uploader, LogGrown grown)
    {
        uploader.Tell(grown);
        uploader.Tell(new HurryUpload());
    }

    public void Note(UploadProgressed progressed)
    {
        // What the server has only grows; an uploader that has started again counts from the log's beginning.
        Sent = new UploadProgressed(
            Math.Max(Sent.Offset, progressed.Offset),
            Math.Max(Sent.HistoryLines, progressed.HistoryLines),
            Math.Max(Sent.MarkerLines, progressed.MarkerLines));
        if (State == UploadState.Waiting)
            Become(UploadState.Active, null);
    }

    public void Become(UploadState state, string? problem) => (State, Problem) = (state, problem);
}
