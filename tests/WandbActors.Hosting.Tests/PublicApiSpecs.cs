using PublicApiGenerator;

namespace WandbActors.Hosting.Tests;

/// <summary>What users can see of the package, as reviewed text. A spec that fails leaves <c>*.received.txt</c> in the tests' output folder.</summary>
public sealed class PublicApiSpecs
{
    [Fact]
    public void What_hosts_call_is_as_approved()
    {
        var name = Path.Combine(AppContext.BaseDirectory, "WandbActors.Hosting");
        var approved = File.ReadAllText($"{name}.approved.txt");

        var received = typeof(WandbOptions).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";

        if (received != approved)
            File.WriteAllText($"{name}.received.txt", received);
        Assert.Equal(approved, received);
    }
}
