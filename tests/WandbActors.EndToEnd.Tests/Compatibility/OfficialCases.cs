namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>
/// The programs of the corpus (Golden/CASES.py), call by call through our API. What they drew at random there is taken from what the
/// official client recorded of it.
/// </summary>
internal static partial class OfficialCases
{
    private static readonly Dictionary<string, Func<Run, Task>> Programs = new()
    {
        ["alerts"] = Alerts,
        ["artifact"] = ArtifactAsync,
        ["big"] = Big,
        ["config"] = Config,
        ["console"] = ConsoleLines,
        ["empty"] = _ => Task.CompletedTask,
        ["failed"] = Failed,
        ["media"] = Media,
        ["metrics"] = Metrics,
        ["scalars"] = Scalars,
        ["steps"] = Steps,
        ["summary"] = SummaryValues,
        ["table"] = Tables,
        ["types"] = Types,
    };

    /// <summary>What each of them passes to Init.</summary>
    public static RunOptions OptionsOf(string name) => name switch
    {
        "scalars" => Options(name, new() { ["lr"] = 1e-3, ["batch"] = 64 }),
        "config" => ConfigOptions(),
        "console" => ConsoleOptions(),
        _ => Options(name),
    };

    /// <summary>Makes the calls of a case and ends the run, which must have been started with <see cref="OptionsOf"/>.</summary>
    public static async Task<RunReceipt> RunAsync(string name, Run run)
    {
        await Programs[name](run);
        return await run.FinishAsync(name == "failed" ? 3 : 0);
    }

    /// <summary>What the program passes to Init that resumes <c>scalars</c>; the corpus has its traffic.</summary>
    public static RunOptions ResumedOptions() => new()
    {
        Project = "golden",
        Entity = "lab",
        RunId = "scalars",
        Resume = ResumeMode.Must,
        Host = "trainer-0",
        SystemMetrics = false,
    };

    /// <summary>Makes the calls of the program that resumes <c>scalars</c>.</summary>
    public static async Task ResumeAsync(Run run)
    {
        for (var i = 0; i < 20; i++)
            run.Log(("loss", i * 0.001));
        await run.FinishAsync();
    }

    private static RunOptions Options(string name, Dictionary<string, object?>? config = null) => new()
    {
        Project = "golden",
        Entity = "lab",
        RunId = name,
        Name = $"{name}-name",
        Host = "trainer-0",
        SystemMetrics = false,
        Config = config ?? [],
    };

    private static Task Scalars(Run run)
    {
        for (var i = 0; i < 200; i++)
            run.Log(("loss", 1.0 / (i + 1)), ("acc", i / 200.0), ("lr", 1e-3 * Math.Pow(0.99, i)), ("samples", i * 64));
        return Task.CompletedTask;
    }

    private static Task Types(Run run)
    {
        run.Log(new Dictionary<string, object?>
        {
            ["i"] = 1,
            ["neg"] = -7,
            ["big"] = 1L << 62,
            ["f"] = 0.1,
            ["tiny"] = 5e-324,
            ["huge"] = double.MaxValue,
            ["t"] = true,
            ["f2"] = false,
            ["none"] = null,
            ["s"] = "text",
            ["uni"] = "héllo ✓ 日本",
            ["empty"] = "",
            ["esc"] = "q\"b\\s\n\t\u0001",
            ["lst"] = new object?[] { 1, 2.5, "x", null, true },
            ["nested"] = new { a = new { b = 1, c = new object[] { 1, new { d = 2 } } }, e = "f" },
        });
        run.Log(
            ("nan", double.NaN), ("inf", double.PositiveInfinity), ("ninf", double.NegativeInfinity),
            ("nested", MetricValue.Of(new { nan = double.NaN })),
            ("key with space", 1), ("slash/key", 2), ("dot.key", 3), ("ünï", 4),
            ("list_nan", MetricValue.Of(new[] { double.NaN, 1.0 })));
        run.Log(new Dictionary<string, object?>
        {
            ["np32"] = 0.1f,
            ["np64"] = 0.1,
            ["npi"] = 3L,
            ["npb"] = true,
            ["arr0"] = new[] { 1.5 },
            ["arr"] = new[] { 0, 1, 2, 3, 4 },
            ["arr2"] = new double[,] { { 1, 1 }, { 1, 1 } },
            ["big_arr"] = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray(),
        });
        run.Log(
            ("e0", 1e21), ("e1", 1e20), ("e2", 1e-7), ("e3", 123456789.123456789), ("e4", 1.0), ("e5", 100.0), ("e6", 3.0e10), ("e7", -0.0));
        return Task.CompletedTask;
    }

    private static Task Big(Run run)
    {
        foreach (var n in (int[])[10, 1000, 32741, 32760, 32768, 65536, 200_000])
            run.Log(("s", new string('x', n)), ("n", n));
        run.Log(("many", MetricValue.Of(Enumerable.Range(0, 5000).ToDictionary(j => $"k{j}"))));
        run.Log(Enumerable.Range(0, 2000).ToDictionary(j => $"metric_{j}", j => j * 0.25));
        return Task.CompletedTask;
    }

    private static Task Steps(Run run)
    {
        run.Log(step: 0, ("a", 1));
        run.Log(step: 0, ("b", 2));
        run.Log(step: 5, ("a", 3));
        run.Log(commit: false, ("a", 4));
        run.Log(commit: false, ("b", 5));
        run.Log(("c", 6));
        run.Log(("a", 7));
        run.Log(step: 2, ("late", 1));
        run.Log(step: 10, ("a", 8));
        run.Log(step: 10, commit: true, ("a", 9));
        run.Log(("a", 10));
        return Task.CompletedTask;
    }

    private static Task Failed(Run run)
    {
        run.Log(("x", 1));
        return Task.CompletedTask;
    }
}
