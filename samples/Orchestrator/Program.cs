using Akka.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator;
using WandbActors.Hosting;

// Three trainers are actors of one system, each with a run of its own, to which they tell their rows. When all have ended, so does the program.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddWandb(options =>
{
    options.Project = "fleet";
    options.Group = "learning-rates";
    options.StartRun = false; // only those of the trainers
});
builder.Services.AddAkka("fleet", akka => akka
    .ConfigureLoggers(loggers =>
    {
        loggers.ClearLoggers();
        loggers.AddLoggerFactory(); // Akka's log is the host's
    })
    .WithWandb("wandb.buffer.size = 1 MiB")
    .WithActors((system, registry, resolver) => registry.Register<Conductor>(system.ActorOf(resolver.Props<Conductor>(), "conductor"))));

await builder.Build().RunAsync();
