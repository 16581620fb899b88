using System.Text;

namespace WandbActors.Cli;

/// <summary>Takes no line, as a file on a full disk.</summary>
internal sealed class FullDisk : StringWriter
{
    public int Attempts { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(string? value) => Refuse();

    public override void WriteLine(string? value) => Refuse();

    private void Refuse()
    {
        Attempts++;
        throw new IOException("No space left on device");
    }
}
