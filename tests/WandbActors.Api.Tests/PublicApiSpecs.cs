using System.Reflection;
using PublicApiGenerator;

namespace WandbActors.Api.Tests;

/// <summary>
/// What users can see of the assemblies, as reviewed text: a change of it is a decision. A spec that fails leaves
/// <c>*.received.txt</c> in the tests' output folder, to be read, and to replace the approved text if it is meant.
/// </summary>
public sealed class PublicApiSpecs
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public void What_programs_call_is_as_approved() => AssertApproved(typeof(Run).Assembly);

    [Fact]
    public void What_actors_are_told_is_as_approved() => AssertApproved(typeof(LogRow).Assembly);

    [Fact]
    public void What_values_are_made_of_is_as_approved() => AssertApproved(typeof(MetricValue).Assembly);

    [Fact]
    public void What_a_database_needs_is_as_approved() => AssertApproved(typeof(SqlBookmark).Assembly);

    private static void AssertApproved(Assembly assembly)
    {
        var name = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name!);
        var approved = File.ReadAllText($"{name}.approved.txt");

        var received = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";

        if (received != approved)
            File.WriteAllText($"{name}.received.txt", received);
        Assert.Equal(approved, received);
    }
}
