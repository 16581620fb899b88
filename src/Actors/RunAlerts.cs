using WandbActors.Persistence.Records;

namespace WandbActors.Actors;

/// <summary>
/// Makes records of alerts. One of the same title that comes within the wait is passed on by the server only once, so the log has them
/// all. What is too long for a message to people is cut.
/// </summary>
internal static class RunAlerts
{
    // W&B documents titles of fewer than 64 characters. A text of more than some pages reaches nobody.
    private const int MaxTitleLength = 63;
    private const int MaxTextLength = 16 * 1024;

    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1); // as the official client's

    public static Record ToRecord(RaiseAlert alert)
    {
        var wait = alert.WaitDuration ?? DefaultWait;
        return new Record
        {
            Alert = new AlertRecord
            {
                Title = Cut(string.IsNullOrWhiteSpace(alert.Title) ? "Alert" : alert.Title, MaxTitleLength),
                Text = Cut(alert.Text ?? "", MaxTextLength),
                Level = LevelOf(alert.Level),
                WaitDuration = wait > TimeSpan.Zero ? (long)wait.TotalMilliseconds : 0,
            },
        };
    }

    private static string LevelOf(AlertLevel level) => level switch
    {
        AlertLevel.Error => "ERROR",
        AlertLevel.Warn => "WARN",
        _ => "INFO",
    };

    // Not between the halves of a character.
    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;

        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
