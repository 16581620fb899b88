using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WandbActors;
using WandbActors.Hosting;
using WandbActors.HostPrograms;

// A host whose service takes its time to stop, and then logs its last row. The first argument says where the run lives: in the host's own actor system
// ("plain"), in the application's ("akka"), or in the process's, past the host ("beside").
var builder = Host.CreateApplicationBuilder();
builder.Services.AddWandb(options => options.Project = "hosted");
if (args[0] == "akka")
    builder.Services.AddAkka("fleet", akka => akka.WithWandb());
if (args[0] == "beside")
{
    builder.Services.AddWandb(options => options.StartRun = false);
    builder.Services.Replace(ServiceDescriptor.Singleton(await Wandb.InitAsync()));
}

builder.Services.AddHostedService<SlowTraining>();

await builder.Build().RunAsync();
