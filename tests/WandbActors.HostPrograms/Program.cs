using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WandbActors.HostPrograms;
using WandbActors.Hosting;

// A host whose service takes its time to stop, and then logs its last row. The first argument says where the run lives: in the host's own actor system
// ("plain"), or in the application's ("akka").
var builder = Host.CreateApplicationBuilder();
builder.Services.AddWandb(options => options.Project = "hosted");
if (args[0] == "akka")
    builder.Services.AddAkka("fleet", akka => akka.WithWandb());
builder.Services.AddHostedService<SlowTraining>();

await builder.Build().RunAsync();
