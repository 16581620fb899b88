using System.Text;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Uploading;

/// <summary>A run whose log has artifacts, staged as the run would.</summary>
public abstract class ArtifactSpecs : UploadSpecs
{
    private protected ArtifactRecord LogArtifact(string name, string[] aliases, params (string Path, string Text)[] files)
    {
        var draft = Draft(name, aliases);
        var staged = StagedArtifact.Of(Run.Session.Directory.Path, draft.ClientId);
        return Append(draft.ToRecord(files.Select(file => staged.Add(file.Path, Encoding.UTF8.GetBytes(file.Text)))));
    }

    private protected ArtifactRecord LogArtifact(string name, string[] aliases, params ArtifactManifestEntry[] entries) => Append(Draft(name, aliases).ToRecord(entries));

    private protected static ArtifactDraft Draft(string name, string[] aliases) =>
        new() { RunId = "r1", Project = "golden", Entity = "lab", Name = name, Type = "model", Aliases = aliases };

    private protected ArtifactRecord Append(ArtifactRecord artifact)
    {
        Run.Session.Append(new Record { Artifact = artifact });
        return artifact;
    }

    private protected string[] Staged() => Directory.Exists(StagedArtifact.RootOf(Run.Session.Directory.Path))
        ? Directory.GetFiles(StagedArtifact.RootOf(Run.Session.Directory.Path), "*", SearchOption.AllDirectories)
        : [];
}
