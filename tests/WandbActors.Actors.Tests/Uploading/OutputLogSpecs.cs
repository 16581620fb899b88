using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class OutputLogSpecs : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ConsoleState _console = new();

    public OutputLogSpecs() =>
        _console.Apply(new OutputRawRecord { Line = "hello\n", OutputType = OutputRawRecord.Types.OutputType.Stdout });

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_holds_the_texts_of_the_console()
    {
        using (var output = new OutputLog(_directory["files"]))
            output.Append(_console.Lines, isLast: true);

        Assert.Equal("hello\n", File.ReadAllText(_directory["files/output.log"]));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_costs_this_file_and_nothing_else()
    {
        using var output = new OutputLog(_directory.Write("files", "no directory"));

        output.Append(_console.Lines, isLast: true);

        Assert.False(output.HasText);
    }

    // Found by the fault soak: the disk's refusal came again when the file was closed, and the console lines at hand were lost.
    [Fact]
    public void And_so_does_a_disk_that_is_full()
    {
        if (!File.Exists("/dev/full"))
            return; // only Linux has a disk that is always full

        using var output = new OutputLog("/dev");
        output.Begin(new LogBeginning(null, null, OutputName: "full"));

        output.Append(_console.Lines, isLast: true);

        Assert.False(output.HasText);
    }
}
