using WandbActors.Harness.Outages;
using Xunit.Abstractions;

namespace WandbActors.Reliability.Tests.Outages;

/// <summary>The server is away while a process logs.</summary>
public class ServerIsAway(ITestOutputHelper output)
{
    [Fact]
    public async Task Memory_stays_and_all_rows_arrive_when_it_is_back()
    {
        var said = new StringWriter();
        var hasKept = await OutageCommand.RunAsync(rows: 200_000, said);
        output.WriteLine(said.ToString());

        Assert.True(hasKept, said.ToString());
    }
}
