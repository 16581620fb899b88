using System.Globalization;
using WandbActors.Persistence.Records;

namespace WandbActors.Resolution;

/// <summary>Looks at how large the settings are that a run begins with: they all stand in one record, without which there is no run.</summary>
internal sealed class SettingSizes(SettingReader settings)
{
    private const string Cure = "log what is large as a file (run.Save) or an artifact";

    private long _bytes;

    /// <summary>Refuses a setting that is too large by itself.</summary>
    public void Add(string source, MetricValue value)
    {
        var bounded = BoundedValue.Of(value);
        _bytes += bounded.Bytes;
        if (bounded.Marker is not null)
            settings.Refuse($"{source} has {Megabytes(bounded.Bytes)}, and a setting may have {Megabytes(BoundedValue.MaxBytes)}: {Cure}");
    }

    /// <summary>Refuses all of them, if they are too large together.</summary>
    public void RefuseTooMany()
    {
        if (settings.Problems.Count == 0 && _bytes > BoundedValue.MaxBytesInAll)
            settings.Refuse($"its settings have {Megabytes(_bytes)} together, and may have {Megabytes(BoundedValue.MaxBytesInAll)}: {Cure}");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
