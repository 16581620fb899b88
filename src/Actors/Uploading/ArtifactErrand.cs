using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Uploading;

/// <summary>Something that a log says about an artifact and that the server is to be told.</summary>
internal abstract record ArtifactErrand
{
    private ArtifactErrand()
    {
    }

    /// <summary>The name of the sequence that it is about: what is about one sequence is done in order, so that versions are numbered as they were logged.</summary>
    public abstract string Sequence { get; }

    /// <summary>What it is about, for people.</summary>
    public abstract string Subject { get; }

    /// <summary>A version was logged.</summary>
    public sealed record Log(ArtifactRecord Record) : ArtifactErrand
    {
        public override string Sequence => Record.Name;

        public override string Subject => $"the artifact {Record.Name}";
    }

    /// <summary>A version is used by the run.</summary>
    public sealed record Use(UseArtifactRecord Record) : ArtifactErrand
    {
        public override string Sequence => Record.Name.Split('/')[^1].Split(':')[0];

        public override string Subject => $"the use of the artifact {Record.Name}";
    }
}
