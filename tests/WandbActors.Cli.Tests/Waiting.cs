namespace WandbActors.Cli;

/// <summary>Waits for what the tool does by itself.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    public static async Task Until(Func<bool> isSo, TimeSpan patience)
    {
        using var over = new CancellationTokenSource(patience);
        while (!isSo())
            await Task.Delay(Period, TimeProvider.System, over.Token);
    }
}
