namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>Takes what is written to the process's console until it is disposed. Any thread.</summary>
internal sealed class SpokenText : IDisposable
{
    private readonly StringWriter _text = new();
    private readonly TextWriter _shared;
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _errors = Console.Error;

    public SpokenText()
    {
        _shared = TextWriter.Synchronized(_text);
        Console.SetOut(_shared);
        Console.SetError(_shared);
    }

    public string Text
    {
        get
        {
            lock (_shared) // as the synchronized writer does
                return _text.ToString();
        }
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_errors);
    }
}
