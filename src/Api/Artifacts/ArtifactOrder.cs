using System.Text.Json;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>What a program says about an artifact when it logs it, checked by W&amp;B's rules.</summary>
internal static class ArtifactOrder
{
    private const int MaxTagLength = 256;

    /// <exception cref="WandbException">An alias, a tag or the metadata is not allowed.</exception>
    public static ArtifactDraft Of(Artifact artifact, IEnumerable<string> aliases, RunIdentity run, bool isUsed) => new()
    {
        RunId = run.RunId,
        Project = run.Project,
        Entity = run.Entity,
        Name = artifact.Name,
        Type = artifact.Type,
        Description = artifact.Description ?? "",
        MetadataJson = MetadataOf(artifact),
        Aliases = [.. aliases.Select(alias => Alias(artifact, alias))],
        Tags = [.. artifact.Tags.Select(tag => Tag(artifact, tag))],
        TimeToLive = TimeToLiveOf(artifact),
        IsUsed = isUsed,
    };

    private static string MetadataOf(Artifact artifact)
    {
        if (artifact.Metadata is null)
            return "";

        var json = ValueJson.ToJsonText(ObjectConversion.ConvertSetting(artifact.Metadata));
        try
        {
            if (JsonElement.Parse(json).ValueKind == JsonValueKind.Object)
                return json;
        }
        catch (JsonException)
        {
            throw new WandbException($"The metadata of the artifact {artifact.Name} holds NaN or an infinity, which the server does not take there.");
        }

        throw new WandbException($"The metadata of the artifact {artifact.Name} is a dictionary, a record or an anonymous object; this is {json}.");
    }

    private static string Alias(Artifact artifact, string alias) => string.IsNullOrWhiteSpace(alias) || alias.AsSpan().ContainsAny('/', ':')
        ? throw new WandbException($"An alias of the artifact {artifact.Name} must not be empty nor hold \"/\" or \":\": \"{alias}\".")
        : alias;

    private static string Tag(Artifact artifact, string tag)
    {
        var isAllowed = !string.IsNullOrEmpty(tag) && tag.Length <= MaxTagLength && tag.All(symbol => char.IsLetterOrDigit(symbol) || symbol is '_' or '-' or ' ') && tag.Trim() == tag;
        return isAllowed ? tag : throw new WandbException($"A tag of the artifact {artifact.Name} is 1 to {MaxTagLength} letters, digits, \"_\", \"-\" and spaces between them: \"{tag}\".");
    }

    private static TimeSpan TimeToLiveOf(Artifact artifact) => artifact.TimeToLive is { } time && time < TimeSpan.FromSeconds(1)
        ? throw new WandbException($"The artifact {artifact.Name} cannot live for {time}: at least a second, or null for what the project's settings say.")
        : artifact.TimeToLive ?? TimeSpan.Zero;
}
