
namespace WandbActors.Harness.Kills;

/// <summary>A server that is there and answers nothing but 503.</summary>
internal static class ServerOutage
{
    private static readonly string[] Kinds =
        [RecordingBackend.FileStream, RecordingBackend.Upload, "Viewer", "ServerFeaturesQuery", "UpsertBucket", "RunResumeStatus", "CreateRunFiles"];

    public static void Begin(RecordingBackend backend)
    {
        foreach (var kind in Kinds)
            backend.BreakDown(kind, Fault.Answer(503));
    }

    public static void End(RecordingBackend backend)
    {
        foreach (var kind in Kinds)
            backend.Restore(kind);
    }
}
