using System.Globalization;

namespace WandbActors.Harness;

/// <summary>A command's options, each with a value. Immutable.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _given = [];

    private Arguments()
    {
    }

    /// <exception cref="ArgumentException">One is not known, or has no value.</exception>
    public static Arguments Parse(string[] arguments, params string[] known)
    {
        var parsed = new Arguments();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!known.Contains(arguments[i]) || i + 1 == arguments.Length)
                throw new ArgumentException($"'{arguments[i]}' is unknown or has no value; known are {string.Join(", ", known)}.");
            parsed._given[arguments[i]] = arguments[i + 1];
        }

        return parsed;
    }

    public string? Text(string name) => _given.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        _given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
