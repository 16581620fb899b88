using Akka.Configuration;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Settings;

public sealed class WandbSettingsSpecs
{
    // Akka reads these itself.
    private static readonly string[] Dispatchers = [WandbSettings.RunDispatcher, WandbSettings.FileWriterDispatcher, WandbSettings.StagingDispatcher, WandbSettings.DeferredDispatcher, WandbSettings.MonitorDispatcher];

    public static TheoryData<string> Keys => [.. ReadFile().Where(key => !Dispatchers.Any(key.Path.StartsWith)).Select(key => key.Path)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_of_the_file_is_read(string key)
    {
        var changed = ConfigurationFactory.ParseString($"{key} = {Other(WandbSettings.Reference.GetString(key))}").WithFallback(WandbSettings.Reference);

        Assert.NotEqual(SomeRun.Defaults, WandbSettings.From(changed));
    }

    // A key that is missing there would be read as nothing.
    [Fact]
    public void Everything_that_is_read_stands_in_the_file()
    {
        object[] groups = [SomeRun.Defaults.Buffer, SomeRun.Defaults.Log, SomeRun.Defaults.Deferred, SomeRun.Defaults.Output, SomeRun.Defaults.Monitor, SomeRun.Defaults.Upload, SomeRun.Defaults.Finish];
        var values = groups.SelectMany(group => group.GetType().GetProperties().Where(property => property.CanWrite)
            .Select(property => (Name: $"{group.GetType().Name}.{property.Name}", Value: property.GetValue(group)))).ToList();

        Assert.Equal(((IEnumerable<object[]>)Keys).Count(), values.Count);
        Assert.All(values.Where(value => value.Name != "LogSettings.Fsync"), value =>
            Assert.False(value.Value is null or 0 or 0L or "" || value.Value.Equals(TimeSpan.Zero), value.Name));
    }

    [Fact]
    public void Every_key_is_explained_above_it() => Assert.All(ReadFile(), key => Assert.True(key.IsExplained, key.Path));

    [Fact]
    public void The_defaults_are_those_of_the_design()
    {
        var (buffer, log, deferred, output, monitor, upload, finish) = SomeRun.Defaults;

        Assert.Equal((16L << 20, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20)), (buffer.Bytes, buffer.Wait, buffer.DrainInterval));
        Assert.Equal((FsyncPolicy.Never, TimeSpan.FromSeconds(10)), (log.Fsync, log.SummaryInterval));
        Assert.Equal(TimeSpan.FromSeconds(60), deferred.Timeout);
        Assert.Equal(TimeSpan.FromMilliseconds(100), output.RewriteWindow);
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2), "/"), (monitor.Interval, monitor.FirstSample, Assert.Single(monitor.Disks)));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15)), (upload.FirstMinutePeriod, upload.Period));
        Assert.Equal((2 << 20, (10 << 20) - (100 << 10), 10), (upload.MaxRequestBytes, upload.MaxLineBytes, upload.RequestsPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(30), finish.Timeout);
    }

    [Fact]
    public void An_fsync_that_is_unknown_says_what_there_is()
    {
        var config = ConfigurationFactory.ParseString("wandb.log.fsync = sometimes").WithFallback(WandbSettings.Reference);

        var problem = Assert.Throws<ConfigurationException>(() => WandbSettings.From(config));

        Assert.Contains("\"every-batch\"", problem.Message);
    }

    // Its keys are Akka's.
    private static bool IsExplainedDispatcher((string Name, bool IsExplained) part) => part is { IsExplained: true } && part.Name.EndsWith("dispatcher", StringComparison.Ordinal);

    private static string Join(IEnumerable<string> path) => string.Join('.', path);

    private static string Other(string value) => value switch
    {
        "auto" => "/elsewhere",
        "never" => "interval",
        "sqlite" => "memory",
        "off" => "on",
        _ => $"7{value}",
    };

    private static IEnumerable<(string Path, bool IsExplained)> ReadFile()
    {
        using var file = new StreamReader(typeof(WandbSettings).Assembly.GetManifestResourceStream("wandb.hocon")!);
        var (path, isExplained) = (new Stack<(string Name, bool IsExplained)>(), false);
        while (file.ReadLine()?.Trim() is { } line)
        {
            if (line.EndsWith('{') && !line.StartsWith('#'))
                path.Push((line[..^1].Trim(), isExplained));
            else if (line == "}")
                path.Pop();
            else if (line.IndexOf('=') is var end and > 0 && !line.StartsWith('#'))
                yield return (Join([.. path.Reverse().Select(part => part.Name), line[..end].Trim()]), isExplained || path.Any(IsExplainedDispatcher));

            // A comment explains the lines under it, up to the next empty one.
            isExplained = line.StartsWith('#') || (isExplained && line.Length > 0);
        }
    }
}
