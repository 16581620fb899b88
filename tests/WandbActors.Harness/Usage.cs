namespace WandbActors.Harness;

/// <summary>What the harness can be asked.</summary>
internal static class Usage
{
    public const int ExitCode = 2;

    public static Task<int> ShowAsync()
    {
        Console.Error.WriteLine("usage: harness COMMAND [--rounds N] [--seed N]");
        return Task.FromResult(ExitCode);
    }
}
