namespace WandbActors.Persistence.Upload;

/// <summary>Where a run lives on its server, in the server's own words: those of its answer to the registration, not those we asked for.</summary>
internal sealed record RunPath(string Entity, string Project, string RunId)
{
    public override string ToString() => $"{Entity}/{Project}/{RunId}";
}
