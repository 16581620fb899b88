using OpenTelemetry;
using OpenTelemetry.Metrics;
using Exported = OpenTelemetry.Metrics.Metric; // the name is ours, too

namespace WandbActors.Hosting.Tests.Support;

/// <summary>Keeps what OpenTelemetry would send: of each point the kind, the unit and the newest value.</summary>
internal sealed class RecordingMetrics : BaseExporter<Exported>
{
    private readonly Dictionary<(object? Run, string Name), (MetricType, string, long)> _points = [];

    /// <summary>What was seen of one run, by name.</summary>
    public IReadOnlyDictionary<string, (MetricType Type, string Unit, long Value)> Of(Run run) =>
        _points.Where(point => run.Id.Equals(point.Key.Run)).ToDictionary(point => point.Key.Name, point => point.Value);

    public override ExportResult Export(in Batch<Exported> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                object? run = null;
                foreach (var tag in point.Tags)
                    run = tag.Key == "run_id" ? tag.Value : run;
                _points[(run, metric.Name)] = (metric.MetricType, metric.Unit, point.GetSumLong());
            }
        }

        return ExportResult.Success;
    }
}
