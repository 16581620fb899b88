using System.Text.Json;

namespace WandbActors.Surroundings;

/// <summary>
/// The packages that the program was built with, by its <c>deps.json</c>, as W&amp;B's <c>requirements.txt</c>: <c>name==version</c>, a line each. A program
/// without that file, such as one published as a single file, has none.
/// </summary>
internal static class ProgramPackages
{
    public const string FileName = "requirements.txt";

    /// <summary>Writes the list into a directory. False if there is nothing to write, or no way to.</summary>
    public static bool TryWrite(ProcessSurroundings surroundings, string directory)
    {
        try
        {
            if (surroundings.DepsFile is not { } path || Read(File.ReadAllBytes(path)) is not { Length: > 0 } packages)
                return false;

            File.WriteAllText(Path.Combine(directory, FileName), string.Concat(packages.Select(package => package + "\n")));
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The packages by name.</summary>
    public static string[] Read(ReadOnlyMemory<byte> deps)
    {
        using var document = JsonDocument.Parse(deps);
        return !document.RootElement.TryGetProperty("libraries", out var libraries) ? [] :
        [
            .. libraries.EnumerateObject()
                .Where(library => library.Value.TryGetProperty("type", out var type) && type.ValueEquals("package"))
                .Select(library => library.Name.Split('/'))
                .Where(parts => parts.Length == 2)
                .Select(parts => $"{parts[0]}=={parts[1]}")
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
    }
}
