using System.Globalization;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>What the classes of a layer over an image are called. The run's config keeps it, where W&amp;B's pages look for it.</summary>
/// <param name="kind">What config calls such labels.</param>
/// <param name="names">The names by the classes' numbers.</param>
internal sealed class ClassLabels(string kind, IReadOnlyDictionary<int, string> names)
{
    // Part of the format, as it is spelt there.
    private const string Delimiter = "_wandb_delimeter_";

    public IReadOnlyDictionary<int, string> Names { get; } = new SortedDictionary<int, string>(names.ToDictionary());

    /// <summary>The names that W&amp;B gives to classes without any.</summary>
    public static Dictionary<int, string> Unnamed(IEnumerable<int> classes) => classes.Distinct().ToDictionary(number => number, number => $"class_{number}");

    public MetricValue ToJson()
    {
        var json = new MediaJson();
        foreach (var (number, name) in Names)
            json.Add(number.ToString(CultureInfo.InvariantCulture), name);
        return json.Value;
    }

    /// <summary>Has the run's config say them, if this is in a run's row.</summary>
    public void Announce(string layer, MediaPlace place)
    {
        if (place is not RowPlace row)
            return;

        var key = $"{place.Key}{Delimiter}{layer}";
        var entry = new MediaJson().Add("type", kind).Add("key", key).Add("value", ToJson());
        row.AddBookKeeping([kind, key], ValueJson.ToJsonText(entry.Value));
    }
}
