using PublicApiGenerator;

namespace WandbActors.TestKit.Tests;

/// <summary>
/// What users can see of this assembly, as reviewed text: a change of it is a decision. A spec that fails leaves <c>*.received.txt</c> in the
/// tests' output folder, to be read, and to replace the approved text if it is meant.
/// </summary>
public sealed class PublicApiSpecs
{
    [Fact]
    public void What_tests_call_is_as_approved()
    {
        var name = Path.Combine(AppContext.BaseDirectory, "WandbActors.TestKit");
        var approved = File.ReadAllText($"{name}.approved.txt");

        var received = typeof(Simulation).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";

        if (received != approved)
            File.WriteAllText($"{name}.received.txt", received);
        Assert.Equal(approved, received);
    }
}
