using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>The calls of a training program: each is made in the ring, and in what the log must hold if the ring accepted it.</summary>
internal sealed class CallMaker(RowBuffer buffer, FakeTimeProvider time, ExpectedLog expected)
{
    // Several calls of an open row keep values of their own; later ones replace them.
    private const int Names = 8;

    private static readonly string Filling = new('x', 3000); // 20 rows are a lap of the ring
    private static readonly string TooLarge = new('y', 5000); // over 1/16 of the ring: it is spilled

    private static readonly MetricRecord Definition =
        new() { GlobName = "call*", Summary = new MetricSummary { Min = true, Max = true, Mean = true, First = true } };

    private long _calls;
    private long _step;

    /// <summary>Hands over the records that every log begins with.</summary>
    public void Open()
    {
        Assert.Equal(AppendOutcome.Accepted, buffer.AppendRecord(new Record { Header = new HeaderRecord() }.ToByteArray()));
        Assert.Equal(AppendOutcome.Accepted, buffer.AppendRecord(new Record { Run = new RunRecord { RunId = "model" } }.ToByteArray()));
    }

    public void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.LogRows:
                for (var i = 0; i <= step.Size % 8; i++)
                    Log(null, commit: true, step.Size % 3 == 0 ? null : Filling);
                break;
            case StepKind.LogOpenRow:
                Log(null, commit: false);
                break;
            case StepKind.LogAtHigherStep:
                _step += step.Size;
                Log(_step, commit: false);
                break;
            case StepKind.LogAtSameStep:
                Log(_step, commit: step.Size % 2 == 0);
                break;
            case StepKind.LogLargeRow:
                Log(null, commit: true, TooLarge);
                break;
            case StepKind.LogConsoleLine:
                LogConsoleLine();
                break;
            case StepKind.Define:
                buffer.AppendRecord(new Record { Metric = Definition }.ToByteArray());
                break;
            default:
                break;
        }
    }

    /// <summary>A call that never returns.</summary>
    public AppendOutcome AppendUnanswered() => Append(Next(), null, commit: true, Filling);

    private void Log(long? step, bool commit, string? text = null)
    {
        var call = Next();
        if (Append(call, step, commit, text) != AppendOutcome.Accepted)
            return;

        var values = new Dictionary<string, string> { [NameOf(call)] = call.ToString(CultureInfo.InvariantCulture) };
        if (text is not null)
            values["text"] = $"\"{text}\"";
        expected.TakeRow(values, step, commit);
    }

    private AppendOutcome Append(long call, long? step, bool commit, string? text) => text is null
        ? buffer.Append([(NameOf(call), (MetricValue)call)], step, commit)
        : buffer.Append([(NameOf(call), (MetricValue)call), ("text", text)], step, commit);

    private void LogConsoleLine()
    {
        var line = $"line {Next()}";
        var record = new Record { OutputRaw = new OutputRawRecord { Line = line } };
        if (buffer.AppendRecord(record.ToByteArray()) == AppendOutcome.Accepted)
            expected.TakeConsoleLine(line);
    }

    private long Next()
    {
        time.Advance(TimeSpan.FromMilliseconds(1));
        return ++_calls;
    }

    private static string NameOf(long call) => $"call{call % Names}";
}
