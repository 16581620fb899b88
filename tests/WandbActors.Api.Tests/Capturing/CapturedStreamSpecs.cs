using System.Text;
using WandbActors.Capturing;

namespace WandbActors.Api.Tests.Capturing;

/// <summary>A console of its own, which behaves as the process's does: it puts a lock before every writer that it is given.</summary>
public sealed class CapturedStreamSpecs
{
    private readonly StringWriter _terminal = new() { NewLine = "\n" };
    private readonly List<string> _heard = [];
    private readonly CapturedStream _stream;
    private readonly TextWriter _original;
    private TextWriter _console;

    public CapturedStreamSpecs()
    {
        _console = _original = TextWriter.Synchronized(_terminal);
        _stream = new CapturedStream(() => _console, Replace);
    }

    [Fact]
    public async Task Everything_goes_on_unchanged_and_is_heard_once()
    {
        using var listening = _stream.Listen(Hear);

        _console.Write('a');
        _console.Write("text");
        _console.Write((string?)null);
        _console.Write(['b', 'c', 'd'], 1, 2);
        _console.Write("span".AsSpan());
        _console.Write(new StringBuilder("built"));
        _console.Write("{0}-{1}", 1, 2.5);
        _console.Write(7.25);
        _console.WriteLine("line");
        _console.WriteLine();
        _console.WriteLine(true);
        _console.WriteLine("spans".AsSpan());
        await _console.WriteAsync("later");
        await _console.WriteLineAsync("later line".AsMemory());
        await _console.FlushAsync();

        const string Expected = "atextcdspanbuilt1-2.57.25line\n\nTrue\nspans\nlaterlater line\n";
        Assert.Equal(Expected, _terminal.ToString());
        Assert.Equal(Expected, string.Concat(_heard));
        Assert.Contains("line\n", _heard); // one write, as it was made
    }

    [Fact]
    public void The_writer_seems_to_be_the_one_that_it_stands_before()
    {
        using var listening = _stream.Listen(Hear);

        _console.NewLine = "\r\n";
        _console.WriteLine("line");

        Assert.Equal((_terminal.Encoding, _terminal.FormatProvider, "\r\n"), (_console.Encoding, _console.FormatProvider, _terminal.NewLine));
        Assert.Equal("line\r\n", Assert.Single(_heard));
    }

    [Fact]
    public void What_the_terminal_refuses_the_program_is_told_and_the_run_has_it()
    {
        _console = TextWriter.Synchronized(new ThrowingWriter { NewLine = "\n" });
        using var listening = _stream.Listen(Hear);

        Assert.Throws<IOException>(() => _console.WriteLine("line"));

        Assert.Equal("line\n", Assert.Single(_heard));
    }

    [Fact]
    public void A_listener_that_fails_takes_nothing_from_the_terminal_nor_from_others()
    {
        using var failing = _stream.Listen(_ => throw new InsufficientMemoryException());
        using var listening = _stream.Listen(Hear);

        _console.Write("text");

        Assert.Equal(("text", "text"), (_terminal.ToString(), Assert.Single(_heard)));
    }

    [Fact]
    public void Two_runs_hear_each_write_once_each_and_the_last_to_leave_restores_the_writer()
    {
        var first = _stream.Listen(text => _heard.Add($"first {text}"));
        var second = _stream.Listen(text => _heard.Add($"second {text}"));

        _console.Write("a");
        first.Dispose();
        first.Dispose();
        _console.Write("b");
        second.Dispose();
        _console.Write("c");

        Assert.Equal(["first a", "second a", "second b"], _heard);
        Assert.Equal("abc", _terminal.ToString());
        Assert.Same(_original, _console);
    }

    [Fact]
    public void A_writer_that_the_program_has_put_up_meanwhile_stays()
    {
        var listening = _stream.Listen(Hear);
        var below = _console;
        var own = TextWriter.Synchronized(new StringWriter());
        Replace(own);

        listening.Dispose();
        Replace(below); // as a program does that wanted only a part of the output elsewhere
        _console.Write("after");

        Assert.Empty(_heard);
        Assert.Equal("after", _terminal.ToString());
    }

    [Fact]
    public void A_run_that_starts_behind_such_a_writer_hears_it_too()
    {
        using var first = _stream.Listen(text => _heard.Add($"first {text}"));
        Replace(new StringWriter());
        var second = _stream.Listen(text => _heard.Add($"second {text}"));

        _console.Write("elsewhere");
        second.Dispose();
        _console.Write("unheard");

        Assert.Equal(["second elsewhere"], _heard);
    }

    [Fact]
    public void What_the_runtime_says_itself_is_nobodys_output()
    {
        using var listening = _stream.Listen(Hear);

        OwnWords.Say(_console, "wandb: View it at …");

        Assert.Empty(_heard);
        Assert.Equal("wandb: View it at …\n", _terminal.ToString());
    }

    private void Hear(ReadOnlySpan<char> text) => _heard.Add(text.ToString());

    private void Replace(TextWriter writer) => _console = TextWriter.Synchronized(writer);

    private sealed class ThrowingWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("the pipe is broken");

        public override void WriteLine(string? value) => throw new IOException("the pipe is broken");
    }
}
