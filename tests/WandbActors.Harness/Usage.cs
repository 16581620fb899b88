namespace WandbActors.Harness;

/// <summary>What the harness can be asked.</summary>
internal static class Usage
{
    public const int ExitCode = 2;

    private const string Text =
        """
        usage: harness COMMAND
          kills  [--rounds N] [--seed N] [--parallel N] [--keep DIRECTORY] [--bad-rounds N]
                     kills training processes, and what recovers them, and checks what is left
          outage [--rows N]
                     logs while the server is away, and looks at the memory
          faults [--count N] [--seed N] [--disk N]
                     sends runs to a server that fails in every way, on a disk that is full now and then
          fuzz   [--rounds N] [--seed N]
                     reads damaged logs and row buffers
        Each ends with 0 only if what it proves has held.
        """;

    public static Task<int> ShowAsync()
    {
        Console.Error.WriteLine(Text);
        return Task.FromResult(ExitCode);
    }
}
