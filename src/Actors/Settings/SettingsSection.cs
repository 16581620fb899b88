using System.Globalization;
using Akka.Configuration;

namespace WandbActors.Actors.Settings;

/// <summary>
/// One section of <c>wandb { … }</c>, read key by key as what it means. A value that is wrong is noted with what to do, and its default stands
/// in for it until everything has been read. Owned by one reading.
/// </summary>
/// <param name="path">Where the section is, such as <c>wandb.buffer</c>.</param>
/// <param name="config">The section, with its defaults below it.</param>
/// <param name="defaults">The section as the package has it.</param>
/// <param name="reading">What has been read, and what was wrong.</param>
internal sealed class SettingsSection(string path, Config config, Config defaults, SettingsReading reading)
{
    /// <summary>A time with its unit, of at least so much; zero unless it says otherwise.</summary>
    public TimeSpan Time(string key, TimeSpan min = default) => Read(
        key,
        from => ReadTime(from, key),
        value => value >= min,
        min > TimeSpan.Zero ? $"a time with its unit, of at least {Text(min)}, such as 20ms, 15s or 5m" : "a time with its unit, such as 20ms, 15s or 5m");

    /// <summary>A time longer than nothing.</summary>
    public TimeSpan Period(string key) => Time(key, TimeSpan.FromMilliseconds(1));

    /// <summary>A number of bytes.</summary>
    public long Bytes(string key, long min = 0, long max = long.MaxValue, bool isPowerOfTwo = false)
    {
        var power = isPowerOfTwo ? ", a power of two" : "";
        var range = max == long.MaxValue ? $"at least {ByteText.Of(min)}" : $"from {ByteText.Of(min)} to {ByteText.Of(max)}";
        return Read(
            key,
            from => from.GetByteSize(key) ?? throw new FormatException(),
            value => value >= min && value <= max && (!isPowerOfTwo || long.IsPow2(value)),
            $"bytes{power}, {range}, such as {ByteText.Of(defaults.GetByteSize(key) ?? min)}");
    }

    /// <summary>A whole number.</summary>
    public int Count(string key, int min = 0) => Read(key, from => from.GetInt(key), value => value >= min, $"a whole number of at least {min}");

    /// <summary>A part of something, from 0 to 1.</summary>
    public double Fraction(string key) => Read(key, from => from.GetDouble(key), value => value is >= 0 and <= 1, "a number from 0 to 1");

    public bool Flag(string key) => Read(key, from => from.GetBoolean(key), _ => true, "on or off");

    public string Text(string key) => Read(key, from => from.GetString(key), value => !string.IsNullOrWhiteSpace(value), "a text that is not empty");

    /// <summary>A list with commas, which may be empty.</summary>
    public string List(string key) => Read(key, from => from.GetString(key), _ => true, "a list with commas");

    /// <summary>One of a few words.</summary>
    public T Word<T>(string key, params IReadOnlyList<(string Word, T Meaning)> words) => Read(
        key,
        from => words.Single(word => word.Word == from.GetString(key)).Meaning,
        _ => true,
        string.Join(" or ", words.Select(word => $"\"{word.Word}\"")));

    /// <summary>Two times of which the second may not be shorter: a wait and what it grows to.</summary>
    public (TimeSpan Min, TimeSpan Max) Growing(string min, string max)
    {
        var (from, to) = (Period(min), Period(max));
        if (to < from)
            reading.RefuseBoth($"{path}.{max}", "is shorter than", $"{path}.{min}", $"{Text(to)} and {Text(from)}");
        return (from, to);
    }

    private T Read<T>(string key, Func<Config, T> read, Func<T, bool> isRight, string cure)
    {
        reading.Note($"{path}.{key}");
        try
        {
            var value = read(config);
            if (isRight(value))
                return value;
        }
        catch (Exception)
        {
            // The parser's own exceptions are of many kinds and say less than what follows.
        }

        reading.Refuse($"{path}.{key}", $"is {Shown(key)}: set it to {cure}");
        return read(defaults);
    }

    // Akka takes a number alone for milliseconds, where most people mean seconds.
    private static TimeSpan ReadTime(Config from, string key)
    {
        var time = from.GetTimeSpan(key, null, allowInfinite: false);
        return time == TimeSpan.Zero || char.IsAsciiLetter(from.GetString(key).TrimEnd()[^1]) ? time : throw new FormatException();
    }

    private string Shown(string key) => config.GetValue(key) is { } value && value.IsString() ? $"\"{value.GetString()}\"" : "no single value";

    private static string Text(TimeSpan time) => time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";
}
