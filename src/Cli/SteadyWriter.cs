using System.Text;

namespace WandbActors.Cli;

/// <summary>
/// Writes as long as that is possible: whoever reads it may have gone, or its disk be full, and that must not stop what is being done. The first
/// problem is remembered. Any thread.
/// </summary>
internal sealed class SteadyWriter(TextWriter inner) : TextWriter
{
    private readonly Lock _gate = new();

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Why not everything was written; <c>null</c> as long as it was.</summary>
    public string? Problem { get; private set; }

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine() => Try(inner.WriteLine);

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        lock (_gate)
        {
            if (Problem is not null)
                return;

            try
            {
                write();
            }
            catch (Exception problem) when (problem is IOException or ObjectDisposedException)
            {
                Problem = problem.Message;
            }
        }
    }
}
