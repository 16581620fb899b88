using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WandbActors;
using WandbActors.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddWandb(options => options.Project = "try");
builder.Logging.AddWandb();
using var host = builder.Build();
await host.StartAsync();
host.Services.GetRequiredService<Run>().Log(("loss", 0.5));
await host.StopAsync();
