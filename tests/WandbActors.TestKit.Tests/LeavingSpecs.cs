namespace WandbActors.TestKit.Tests;

/// <summary>How a simulation is left.</summary>
public sealed class LeavingSpecs
{
    [Fact]
    public void It_can_be_left_in_the_middle_of_everything()
    {
        string directory;
        using (var simulation = new Simulation(seed: 1))
        {
            var run = simulation.StartRun();
            directory = run.Directory;
            simulation.Disk.Break(DiskFault.Frozen);
            simulation.Server.GoDown();
            run.Log(("a", 1));
            simulation.RunFor(TimeSpan.FromMinutes(1));
        }

        Assert.False(Directory.Exists(directory));
    }
}
