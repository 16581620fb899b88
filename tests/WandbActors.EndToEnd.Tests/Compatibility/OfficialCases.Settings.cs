namespace WandbActors.EndToEnd.Tests.Compatibility;

internal static partial class OfficialCases
{
    private static RunOptions ConfigOptions()
    {
        var options = Options("config", new()
        {
            ["lr"] = 1e-3,
            ["layers"] = new[] { 1, 2, 3 },
            ["opt"] = new { name = "adam", betas = new[] { 0.9, 0.999 } },
            ["none"] = null,
            ["flag"] = true,
            ["s"] = "x: y # z",
        });
        options.Tags = ["b", "a"];
        options.Notes = "line one\nline two";
        options.Group = "grp";
        options.JobType = "train";
        return options;
    }

    private static RunOptions ConsoleOptions()
    {
        var options = Options("console");
        options.Console = ConsoleCapture.Wrap;
        return options;
    }

    private static Task Config(Run run)
    {
        run.Config.Update(new Dictionary<string, object?> { ["late"] = 1, ["opt"] = new { name = "sgd" } });
        run.Config["direct"] = 3.5;
        run.Log(("x", 1));
        run.Tags = [.. run.Tags, "late-tag"];
        run.Name = "renamed";
        run.Notes = "new notes";
        return Task.CompletedTask;
    }

    private static Task SummaryValues(Run run)
    {
        for (var i = 0; i < 5; i++)
            run.Log(new { loss = i, nested = new { x = i, y = new { z = i * 2 } } });
        run.Summary["best"] = 0.99;
        run.Summary["loss"] = -1;
        run.Summary.Update(new { extra = new { deep = new[] { 1, 2 } }, s = "v" });
        run.Summary["nested", "x"] = 100;
        run.Summary.Remove("s");
        return Task.CompletedTask;
    }

    private static Task Metrics(Run run)
    {
        run.DefineMetric("epoch");
        run.DefineMetric("val/*", step: "epoch");
        run.DefineMetric("loss", summary: Summary.Min | Summary.Max | Summary.Mean | Summary.Last | Summary.First);
        run.DefineMetric("acc", summary: Summary.Best, goal: Goal.Maximize, step: "epoch");
        run.DefineMetric("hidden_one", hidden: true);
        run.DefineMetric("none_one", summary: Summary.None);
        run.DefineMetric("copy_one", summary: Summary.Copy);
        run.DefineMetric("nosync", step: "epoch", stepSync: false);
        for (var i = 0; i < 30; i++)
        {
            var row = new Dictionary<string, object?> { ["loss"] = Math.Sin(i) + 2, ["hidden_one"] = i, ["none_one"] = i, ["copy_one"] = i };
            if (i % 10 == 0)
                (row["epoch"], row["val/loss"], row["val/acc"]) = (i / 10, i * 0.3, 1 - (1.0 / (i + 1)));
            if (i % 5 == 0)
                (row["acc"], row["nosync"]) = (((double[])[0.1, 0.5, 0.3, 0.9, 0.2, 0.4])[i / 5], i);
            run.Log(row);
        }

        return Task.CompletedTask;
    }

    private static Task Alerts(Run run)
    {
        run.Log(("x", 1));
        run.Alert("Low accuracy", "below 0.5", AlertLevel.Warn, TimeSpan.FromSeconds(60));
        return Task.CompletedTask;
    }

    private static Task ConsoleLines(Run run)
    {
        Console.Write("plain line\n");
        Console.Write("no newline");
        Console.Write(" … continued\n");
        Console.Error.Write("an error line\n");
        for (var i = 0; i < 5; i++)
            Console.Write($"\rprogress {i}/4");
        Console.Write("\n\u001b[31mred\u001b[0m text\n");
        Console.Write("unicode: ✓ 日本\n");
        Console.Write("multi\nline\n\n");
        run.Log(("x", 1));
        return Task.CompletedTask;
    }
}
