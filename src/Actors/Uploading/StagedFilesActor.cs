using Akka.Actor;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Reads the staged files of one artifact, one a message, so that the actor beside it can go on sending meanwhile. What is no more what
/// was logged is refused: only a file that has the digest which the log states is ever sent.
/// </summary>
internal sealed class StagedFilesActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly ArtifactRecord _artifact;

    public StagedFilesActor(UploadJob job, ArtifactRecord artifact)
    {
        _job = job;
        _artifact = artifact;

        Receive<ReadStagedFile>(read => Context.Parent.Tell(Read(read.Entry)));
    }

    public static Props PropsFor(UploadJob job, ArtifactRecord artifact) => Props.Of(() => new StagedFilesActor(job, artifact));

    private object Read(ArtifactManifestEntry entry)
    {
        try
        {
            if (_job.StagedFiles.Find(_artifact, entry, out var problem) is not { } path)
                return new ArtifactFileRefused(problem);

            var file = StagedFile.Read(entry.Path, path, _job.PartSizes);
            return file.Digest == entry.Digest
                ? new StagedFileRead(file)
                : new ArtifactFileRefused($"{path} is not what was logged as {entry.Path}: its MD5 is another");
        }
        catch (Exception failure)
        {
            // Whatever it is, such as a path that is none: it would fail again after a restart.
            return new ArtifactFileRefused($"{entry.Path} cannot be read: {failure.Message}");
        }
    }
}
