using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Whose key it is, and the entity that runs go to if none is named.</summary>
internal sealed record Viewer(string? Entity, string? Username, string? Email)
{
    /// <summary>Reads a reply; null for a key that the server does not know, which it answers with an empty viewer.</summary>
    public static Viewer? Read(JsonElement data) =>
        data.At("viewer") is { } viewer ? new Viewer(viewer.Text("entity"), viewer.Text("username"), viewer.Text("email")) : null;
}
