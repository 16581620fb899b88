namespace WandbActors.Capturing;

/// <summary>What the runtime itself says on the console: that is for the person at the terminal, and no part of any run's output.</summary>
internal static class OwnWords
{
    [ThreadStatic]
    private static bool _isSpeaking;

    /// <summary>Whether the calling thread is saying something of ours.</summary>
    public static bool IsSpeaking => _isSpeaking;

    /// <summary>Writes a line. The terminal may have gone before the program: then nothing happens.</summary>
    public static void Say(TextWriter to, string line)
    {
        _isSpeaking = true;
        try
        {
            to.WriteLine(line);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
        }
        finally
        {
            _isSpeaking = false;
        }
    }
}
