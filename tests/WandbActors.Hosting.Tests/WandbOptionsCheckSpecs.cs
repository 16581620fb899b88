using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WandbActors.Hosting.Configuring;
using WandbActors.Surroundings;

namespace WandbActors.Hosting.Tests;

public sealed class WandbOptionsCheckSpecs
{
    private static readonly WandbOptions Offline = new() { Project = "digits", Mode = RunMode.Offline };

    [Fact]
    public void Variables_are_checked_with_the_settings_and_each_is_one_of_the_reasons()
    {
        var options = new WandbOptions { Project = "a/b", Mode = RunMode.Offline, Hocon = "wandb { log.fsync = sometimes, hats = 3, buffer.wait = 1s }" };

        var wrong = Check(options, ("WANDB_ACTORS_BUFFER_WAIT", "abc"), ("WANDB_ACTORS_HATS", "3")).FailureMessage;

        Assert.Contains("for 5 reasons", wrong);
        Assert.Contains("\n- WANDB_ACTORS_BUFFER_WAIT is \"abc\": set it to a time", wrong);
        Assert.Contains("\n- wandb.log.fsync is \"sometimes\"", wrong);
        Assert.Contains("\n- There is no setting wandb.hats", wrong);
        Assert.Contains("\n- There is no setting WANDB_ACTORS_HATS", wrong);
        Assert.Contains("\n- RunOptions.Project is \"a/b\"", wrong);
        Assert.Equal(5, wrong!.Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_variable_that_is_wrong_is_enough() =>
        Assert.Contains("cannot start: WANDB_ACTORS_FINISH_TIMEOUT is \"5\"", Check(Offline, ("WANDB_ACTORS_FINISH_TIMEOUT", "5")).FailureMessage);

    [Fact]
    public void Of_an_applications_own_system_only_the_variables_are_judged()
    {
        var services = new ServiceCollection().AddSingleton<Akka.Actor.ActorSystem>(_ => throw new InvalidOperationException()).BuildServiceProvider();
        (string, string)[] variables = [("WANDB_ACTORS_LOG_RETRY_MIN", "60s"), ("WANDB_ACTORS_LOG_FSYNC", "sometimes")]; // its own retry-max may be longer

        var wrong = Check(Offline, services.GetRequiredService<IServiceProviderIsService>(), variables).FailureMessage;

        Assert.StartsWith("The host's runs cannot start: WANDB_ACTORS_LOG_FSYNC is \"sometimes\"", wrong);
    }

    [Fact]
    public void What_is_no_hocon_is_told_with_the_option() =>
        Assert.Contains("cannot start: WandbOptions.Hocon: ", Check(new WandbOptions { Mode = RunMode.Offline, Hocon = "wandb.buffer.size = ${nowhere}" }).FailureMessage);

    [Fact]
    public void What_is_right_is_right() => Assert.True(Check(Offline, ("WANDB_ACTORS_BUFFER_WAIT", "2s"), ("WANDB_ACTORS_HATS", "3")).Succeeded);

    private static ValidateOptionsResult Check(WandbOptions options, params (string, string)[] variables) => Check(options, null, variables);

    private static ValidateOptionsResult Check(WandbOptions options, IServiceProviderIsService? services, (string Name, string Value)[] variables)
    {
        var surroundings = ProcessSurroundings.Read() with { Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value) };
        return new WandbOptionsCheck(services, surroundings).Validate(null, options);
    }
}
