using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WandbActors.Actors.Settings;
using WandbActors.Resolution;
using WandbActors.Surroundings;

namespace WandbActors.Hosting.Configuring;

/// <summary>Finds all that is wrong with a host's options before anything is started, as a run's start would find it.</summary>
/// <param name="services">Tells whether the application has an actor system of its own.</param>
/// <param name="surroundings">What the options stand above; the process's by default.</param>
internal sealed class WandbOptionsCheck(IServiceProviderIsService? services = null, ProcessSurroundings? surroundings = null) : IValidateOptions<WandbOptions>
{
    private bool LivesElsewhere => services?.IsService(typeof(ActorSystem)) == true;

    public ValidateOptionsResult Validate(string? name, WandbOptions options)
    {
        var around = surroundings ?? ProcessSurroundings.Read();
        string[] problems = [.. options.SectionProblems, .. OwnProblems(options), .. FindProblems(options.Hocon, around), .. RunOptionsResolver.FindProblems(options, around)];
        return Refusal.Of("The host's runs cannot start", problems) is { } refusal ? ValidateOptionsResult.Fail(refusal) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> OwnProblems(WandbOptions options)
    {
        if (options.DrainTimeout <= TimeSpan.Zero)
            yield return $"WandbOptions.DrainTimeout is \"{options.DrainTimeout}\": use a time above zero, or leave it out";
        if (options.Hocon is not null && LivesElsewhere)
            yield return "WandbOptions.Hocon is set, but runs live in the application's own actor system: give the settings to WithWandb";
    }

    // The settings of an application's own system are not known before it is made: only what its variables say is.
    private IEnumerable<string> FindProblems(string? hocon, ProcessSurroundings around)
    {
        try
        {
            var given = hocon is null || LivesElsewhere ? Config.Empty : ConfigurationFactory.ParseString(hocon);
            var reading = WandbSettings.Check(given.WithFallback(WandbSettings.Reference), around.Variables);
            string[] wrong = [.. reading.Problems.Where(problem => problem.IsOfVariable || !LivesElsewhere).Select(problem => problem.Text)];
            var unknown = wrong.Length > 0 ? reading.Unknown() : reading.UnknownKeys(); // a variable that nobody reads is no reason by itself: it is warned of
            return [.. wrong, .. unknown.Select(name => $"There is no setting {name}: docs/settings.md lists those that there are")];
        }
        catch (Exception problem)
        {
            return [$"WandbOptions.Hocon: {problem.Message.TrimEnd('.')}"];
        }
    }
}
