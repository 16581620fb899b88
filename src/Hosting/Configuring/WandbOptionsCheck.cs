using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WandbActors.Resolution;
using WandbActors.Surroundings;

namespace WandbActors.Hosting.Configuring;

/// <summary>Finds all that is wrong with a host's options before anything is started, as a run's start would find it.</summary>
internal sealed class WandbOptionsCheck(IServiceProviderIsService? services = null) : IValidateOptions<WandbOptions>
{
    public ValidateOptionsResult Validate(string? name, WandbOptions options)
    {
        string[] problems = [.. options.SectionProblems, .. OwnProblems(options), .. RunOptionsResolver.FindProblems(options, ProcessSurroundings.Read())];
        return problems.Length switch
        {
            0 => ValidateOptionsResult.Success,
            1 => ValidateOptionsResult.Fail($"The host's runs cannot start: {problems[0]}."),
            _ => ValidateOptionsResult.Fail($"The host's runs cannot start, for {problems.Length} reasons:{string.Concat(problems.Select(problem => $"\n- {problem}."))}"),
        };
    }

    private IEnumerable<string> OwnProblems(WandbOptions options)
    {
        if (options.DrainTimeout <= TimeSpan.Zero)
            yield return $"WandbOptions.DrainTimeout is \"{options.DrainTimeout}\": use a time above zero, or leave it out";
        if (options.Hocon is not { } hocon)
            yield break;

        if (services?.IsService(typeof(ActorSystem)) == true)
            yield return "WandbOptions.Hocon is set, but runs live in the application's own actor system: give the settings to WithWandb";
        else if (FindProblem(hocon) is { } problem)
            yield return $"WandbOptions.Hocon: {problem.TrimEnd('.')}";
    }

    private static string? FindProblem(string hocon)
    {
        try
        {
            ProcessSystem.Check(ConfigurationFactory.ParseString(hocon));
            return null;
        }
        catch (Exception problem)
        {
            return problem.Message;
        }
    }
}
