using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WandbActors.Hosting;
using Worker;

// A training in a generic host. Ctrl-C or SIGTERM stops it well: what it logs while it stops is in the run, too.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddWandb(builder.Configuration.GetSection("Wandb"));
builder.Logging.AddWandb();
builder.Services.AddHostedService<Training>();

await builder.Build().RunAsync();
