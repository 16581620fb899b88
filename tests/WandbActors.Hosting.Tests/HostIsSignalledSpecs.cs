using WandbActors.Hosting.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.Hosting.Tests;

/// <summary>A signal stops a host: whoever ends runs because of it waits until the host's services have had their last word.</summary>
public sealed class HostIsSignalledSpecs
{
    [SignalsTheory]
    [InlineData("plain", 2)]
    [InlineData("plain", 15)]
    [InlineData("akka", 2)]
    [InlineData("akka", 15)]
    [InlineData("beside", 2)]
    [InlineData("beside", 15)]
    public async Task What_a_service_logs_when_it_has_stopped_is_in_the_run(string place, int signal)
    {
        using var program = WholeProgram.Host(place);
        await program.SaidAsync("Application started");

        program.Signal(signal);
        var ended = await program.EndedAsync();

        var log = Assert.Single(program.Logs);
        Assert.Empty(log.Complaints);
        Assert.Equal(["\"start\"", "\"stop\""], log.History.Select(row => row["at"]));
        Assert.Single(log.Records, record => record.Kind == PlainRecord.Exit);
        Assert.Equal(0, ended.Status);
    }
}
