using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Monitoring;

/// <summary>What one sensor has read: numbers under W&amp;B's names. Filled by the sensor, then only read.</summary>
internal sealed class Reading
{
    private readonly List<StatsItem> _items = [];

    public IReadOnlyList<StatsItem> Items => _items;

    /// <summary>Adds a number; one that is none is left out.</summary>
    public void Add(string name, double value)
    {
        if (!double.IsFinite(value))
            return;

        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];
        _items.Add(new StatsItem { Key = name, ValueJson = Encoding.ASCII.GetString(json[..ValueJson.FormatDouble(value, json)]) });
    }

    public void Add(string name, long value) => _items.Add(new StatsItem { Key = name, ValueJson = value.ToString(CultureInfo.InvariantCulture) });
}
