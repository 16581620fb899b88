using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>Prints measurements as they come: as one table, or as JSON, an object a line.</summary>
internal sealed class Report(TextWriter output, bool isJson)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people's eyes: "µs" stays what it is
    };

    private bool _isHeaded;

    /// <summary>Whether something went wrong: the program then ends with an exit code other than 0.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Prints one measurement.</summary>
    public void Add(Measurement measurement)
    {
        HasFailed |= measurement.Wrong > 0;
        output.WriteLine(isJson ? JsonSerializer.Serialize(measurement, Json) : Line(measurement));
        output.Flush();
    }

    /// <summary>Says why something was not measured.</summary>
    public void Skip(string name, string reason) => Add(new Measurement(name) { Remark = reason });

    private string Line(Measurement row)
    {
        var head = _isHeaded ? "" : Columns("", "p50 ns", "p99 ns", "p99.9 ns", "max ns", "B/op", "per second", "ratio", "95 % interval", "") + Environment.NewLine;
        _isHeaded = true;
        return head + Columns(
            row.Name,
            Number(row.P50),
            Number(row.P99),
            Number(row.P999),
            Number(row.Max),
            Number(row.BytesPerOp),
            Number(row.StepsPerSecond ?? row.RowsPerSecond),
            Ratio(row.Ratio),
            row.RatioLow is null ? "" : $"{Ratio(row.RatioLow)} – {Ratio(row.RatioHigh)}",
            string.Join("; ", Remarks(row)));
    }

    private static IEnumerable<string> Remarks(Measurement row)
    {
        if (row.Rows is { } rows)
            yield return $"{Number(rows)} rows";
        if (row.Wrong is { } wrong)
            yield return $"{wrong} wrong values";
        if (row.Remark is { } remark)
            yield return remark;
    }

    private static string Columns(string name, string p50, string p99, string p999, string max, string bytes, string speed, string ratio, string interval, string remark) =>
        $"{name,-44} {p50,11} {p99,11} {p999,11} {max,12} {bytes,7} {speed,11} {ratio,7} {interval,15}  {remark}".TrimEnd();

    private static string Number(double? value) => value?.ToString(value < 10 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) ?? "";

    private static string Ratio(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
