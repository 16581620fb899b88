using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>
/// One measured thing: a line of the table, an object of the JSON lines. What does not apply is <c>null</c> and left out. Immutable.
/// </summary>
/// <param name="Name">Begins with the command's word: <c>tensors/log/1</c>.</param>
internal sealed record Measurement(string Name)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people's eyes: "µs" stays what it is
    };

    /// <summary>How many rows were logged, sent or written.</summary>
    public long? Rows { get; init; }

    /// <summary>How many numbers each row has, without those that are added to it.</summary>
    public long? NumbersPerRow { get; init; }

    /// <summary>How many threads logged at once.</summary>
    public long? Threads { get; init; }

    /// <summary>Nanoseconds that half of the calls stayed below, less the stamps' cost.</summary>
    public double? P50 { get; init; }

    /// <summary>Nanoseconds that 99 % of the calls stayed below, less the stamps' cost.</summary>
    public double? P99 { get; init; }

    /// <summary>Nanoseconds that 99.9 % of the calls stayed below, less the stamps' cost.</summary>
    public double? P999 { get; init; }

    /// <summary>Nanoseconds of the slowest call, less the stamps' cost.</summary>
    public double? Max { get; init; }

    /// <summary>Nanoseconds of the two time stamps around a call: what was taken off each of them.</summary>
    public double? StampCost { get; init; }

    /// <summary>Rows a second, to the log on disk.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Bytes of the file for each row.</summary>
    public double? BytesPerRow { get; init; }

    /// <summary>Bytes that one call allocates on the managed heap of its thread.</summary>
    public double? BytesPerOp { get; init; }

    /// <summary>Processor time of the measuring process, all threads.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>The most memory that the measuring process had resident, shared pages included: 10⁶ bytes.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>Nanoseconds of processor time for each row on the threads that logged, their waiting included.</summary>
    public double? LogCpuPerRow { get; init; }

    /// <summary>Nanoseconds of processor time for each row on all other threads: what it takes to bring a row from the buffer to the disk.</summary>
    public double? DrainCpuPerRow { get; init; }

    /// <summary>Nanoseconds of processor time for formatting all numbers of a row's record as text, by the framework's own formatter.</summary>
    public double? FormatCpuPerRow { get; init; }

    /// <summary>Steps of training a second: the median of the blocks.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>One speed or cost as a share of another, which the table's line explains.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of the ratio's 95 % confidence interval.</summary>
    public double? RatioLow { get; init; }

    /// <summary>The upper end of the ratio's 95 % confidence interval.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>How many rows or values were not what they should be.</summary>
    public long? Wrong { get; init; }

    /// <summary>What else there is to say, such as why nothing was measured.</summary>
    public string? Remark { get; init; }

    /// <summary>The measurement as a line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A measurement from its line of JSON; <c>null</c> when the line is something else.</summary>
    public static Measurement? TryParse(string line) => line.StartsWith('{') ? JsonSerializer.Deserialize<Measurement>(line, Json) : null;
}
