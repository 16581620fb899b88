using System.Globalization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>Prints measurements as they come: as one table, or as JSON, an object a line.</summary>
internal sealed class Report(TextWriter output, bool isJson)
{
    private static readonly (string Head, int Width, Func<Measurement, string> Text)[] Columns =
    [
        ("p50", 9, row => Time(row.P50)),
        ("p99", 9, row => Time(row.P99)),
        ("p99.9", 9, row => Time(row.P999)),
        ("max", 9, row => Time(row.Max)),
        ("B/op", 7, row => Number(row.BytesPerOp)),
        ("a second", 11, row => Number(row.StepsPerSecond ?? row.RowsPerSecond)),
        ("B/row", 6, row => Number(row.BytesPerRow)),
        ("CPU", 8, row => row.CpuSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s") : ""),
        ("peak MB", 8, row => Number(row.PeakMegabytes)),
        ("ratio", 7, row => Ratio(row.Ratio)),
        ("95 % interval", 15, row => row.RatioLow is null ? "" : $"{Ratio(row.RatioLow)} – {Ratio(row.RatioHigh)}"),
    ];

    private bool _isHeaded;

    /// <summary>Whether something went wrong: the program then ends with an exit code other than 0.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Prints one measurement.</summary>
    public void Add(Measurement measurement)
    {
        HasFailed |= measurement.Wrong > 0;
        output.WriteLine(isJson ? measurement.ToJson() : Line(measurement));
        output.Flush();
    }

    /// <summary>Says why something was not measured.</summary>
    public void Skip(string name, string reason) => Add(new Measurement(name) { Remark = reason });

    private string Line(Measurement row)
    {
        var head = _isHeaded ? "" : Line("", column => column.Head, "") + Environment.NewLine;
        _isHeaded = true;
        return head + Line(row.Name, column => column.Text(row), string.Join("; ", Remarks(row)));
    }

    private static string Line(string name, Func<(string Head, int Width, Func<Measurement, string> Text), string> cell, string remark) =>
        $"{name,-40}{string.Concat(Columns.Select(column => ' ' + cell(column).PadLeft(column.Width)))}  {remark}".TrimEnd();

    private static IEnumerable<string> Remarks(Measurement row)
    {
        if (row.Rows is { } rows)
            yield return $"{Number(rows)} rows";
        if (row.Threads is { } threads)
            yield return $"{threads} {(threads == 1 ? "thread" : "threads")}";
        if (row.DrainCpuPerRow is { } drain)
            yield return $"CPU a row: {Time(row.LogCpuPerRow)} logging, {Time(drain)} draining";
        if (row.FormatCpuPerRow is { } format)
            yield return $"{Time(format)} formatting";
        if (row.StampCost is { } stamps)
            yield return $"less {Time(stamps)} of the stamps";
        if (row.Wrong is { } wrong)
            yield return $"{wrong} wrong";
        if (row.Remark is { } remark)
            yield return remark;
    }

    private static string Time(double? nanoseconds) => nanoseconds switch
    {
        null => "",
        < 1e3 => Number(nanoseconds) + " ns",
        < 1e6 => Number(nanoseconds / 1e3) + " µs",
        < 1e9 => Number(nanoseconds / 1e6) + " ms",
        _ => Number(nanoseconds / 1e9) + " s",
    };

    private static string Number(double? value) => value?.ToString(value < 10 ? "0.##" : value < 100 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) ?? "";

    private static string Ratio(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";
}
