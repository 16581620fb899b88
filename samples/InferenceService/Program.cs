using InferenceService;
using WandbActors;
using WandbActors.Hosting;

// Answers GET /predict?x=0.5 and logs each answer with its trace; of the latencies only one row of means for 100 requests. GET /health says how the run is.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddWandb(builder.Configuration.GetSection("Wandb"), options => options.Config["model"] = Model.Name);
builder.Logging.AddWandb();
builder.Services.AddHealthChecks().AddWandb();

var app = builder.Build();
var run = app.Services.GetRequiredService<Run>();
run.LogEvery(steps: 100, Aggregate.Mean, "latency_ms");

app.MapHealthChecks("/health");
app.MapGet("/predict", (double x) =>
{
    var began = TimeProvider.System.GetTimestamp();
    var y = Model.Predict(x);
    run.Log(("x", x), ("y", y), ("latency_ms", TimeProvider.System.GetElapsedTime(began).TotalMilliseconds));
    return new { y, trace = System.Diagnostics.Activity.Current?.TraceId.ToString() };
});

await app.RunAsync();
