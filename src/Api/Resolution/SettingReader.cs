using System.Globalization;

namespace WandbActors.Resolution;

/// <summary>
/// Reads settings as what they mean and collects every problem instead of stopping at the first. What the program set is stronger than
/// what was set outside it. Owned by one resolution.
/// </summary>
internal sealed class SettingReader(SettingLayers layers)
{
    // What the timers of .NET can wait for.
    private const double MaxSeconds = uint.MaxValue / 1000;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Notes a problem: the setting, its value, what is wrong with it and what to do.</summary>
    public void Refuse(Setting setting, string problem) => _problems.Add($"{setting.Source} is \"{setting.Text}\": {problem}");

    /// <summary>Notes a problem that repeats no value: a missing or a secret one.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    public Setting? Find(string name, string option, string? value) => value is null ? layers.Find(name) : new Setting($"RunOptions.{option}", value);

    /// <summary>A text; empty is none.</summary>
    public string? Text(string name, string option, string? value) => Find(name, option, value) is { Text.Length: > 0 } setting ? setting.Text : null;

    public string? Text(string name) => layers.Find(name)?.Text;

    public bool Flag(string name, bool? value = null)
    {
        if (value is { } flag)
            return flag;
        if (layers.Find(name) is not { } setting)
            return false;

        switch (setting.Text.ToLowerInvariant())
        {
            case "true" or "1" or "yes" or "y" or "on" or "t":
                return true;
            case "false" or "0" or "no" or "n" or "off" or "f":
                return false;
            default:
                Refuse(setting, "use true or false");
                return false;
        }
    }

    /// <summary>One of a few words.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words, string cure) where T : struct
    {
        if (layers.Find(name) is not { } setting)
            return null;
        if (words.TryGetValue(setting.Text.ToLowerInvariant(), out var meaning))
            return meaning;

        Refuse(setting, cure);
        return null;
    }

    /// <summary>A time that the program set, or seconds that were set outside, where 0 is no limit.</summary>
    public TimeSpan Duration(string name, string option, TimeSpan? value, TimeSpan byDefault)
    {
        if (value is { } duration)
        {
            if (duration < TimeSpan.Zero && duration != Timeout.InfiniteTimeSpan)
                Refuse(new Setting($"RunOptions.{option}", duration.ToString()), "use a time of zero or more, or Timeout.InfiniteTimeSpan");
            return duration;
        }

        if (layers.Find(name) is not { } setting)
            return byDefault;
        if (double.TryParse(setting.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds <= MaxSeconds)
            return seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

        Refuse(setting, "use a number of seconds, or 0 for no limit");
        return byDefault;
    }

    /// <summary>The address of a web server, without a slash at the end.</summary>
    public Uri? Address(string name, string option, string? value, Func<Uri, string?>? findProblem = null)
    {
        if (Find(name, option, value) is not { } setting)
            return null;

        var isWeb = Uri.TryCreate(setting.Text.Trim().TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (!isWeb)
            Refuse(setting, "use an address that begins with https:// or http://");
        else if (address!.UserInfo.Length > 0)
            Refuse($"{setting.Source} has a user name in it: leave that out and set WANDB_API_KEY");
        else if (findProblem?.Invoke(address) is { } problem)
            Refuse(setting, problem);
        else
            return address;

        return null;
    }
}
