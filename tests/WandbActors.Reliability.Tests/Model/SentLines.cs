using WandbActors.Testing;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>An uploader that reads a log up to the released offset and remembers each line it has sent.</summary>
internal sealed class SentLines
{
    private readonly List<string> _lines = [];

    public void SendUpTo(long released, string logPath)
    {
        if (released == 0)
            return;

        var log = PlainLog.Parse(File.ReadAllBytes(logPath)[..(int)released]);
        Assert.Empty(log.Complaints);
        AssertIsPrefixOf(log);
        _lines.AddRange(LinesOf(log).Skip(_lines.Count));
    }

    /// <summary>What was sent is what the log says, line by line, with time stamps and all.</summary>
    public void AssertIsPrefixOf(PlainLog log) => Assert.Equal(_lines, LinesOf(log).Take(_lines.Count));

    private static IEnumerable<string> LinesOf(PlainLog log) => log.History.Select(ExpectedLog.RowOf);
}
