using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;

namespace WandbActors.Harness.Children;

/// <summary>
/// One thread that logs. Its calls are numbered from 0, and each is marked by its thread and number so that it is known wherever it ends
/// up: a row by <c>t3_17 = 17</c>, whose name differs from those of the calls around it, since rows that are merged keep one value a name;
/// a console line and a sample likewise (see <see cref="CallMark"/>).
/// </summary>
internal sealed class TrainerThread(Run run, int index, int seed, SharedSteps steps, Acknowledgements acknowledged)
{
    private readonly Random _random = new((seed * Acknowledgements.Threads) + index);
    private readonly Metric[] _marks = [.. Enumerable.Range(0, CallMark.Names).Select(number => run.Metric(CallMark.NameOf(index, number)))];
    private readonly Metric _loss = run.Metric("loss");
    private readonly Metric _at = run.Metric(CallMark.StepName);
    private readonly string _longText = new('x', 20_000); // over 1/16 of the ring: it is spilled
    private PendingNumber _pending = new();
    private long _step;

    /// <summary>Makes so many calls.</summary>
    public void Log(long calls)
    {
        for (var number = 0L; number < calls; number++)
        {
            steps.Count();
            Call(number);
            acknowledged[index] = number + 1;
        }
    }

    private void Call(long number)
    {
        var mark = (_marks[number % CallMark.Names], (MetricValue)number);
        var name = CallMark.NameOf(index, number);
        switch (_random.Next(1000))
        {
            case < 80:
                _step = steps.Next();
                run.Log(_step, mark, (_at, _step));
                break;
            case < 140:
                run.Log(_step, mark, (_at, _step)); // the step of the last one: they join, if nobody has closed it yet
                break;
            case < 220:
                run.Log(commit: false, mark, (_loss, -1));
                break;
            case < 230:
                var late = steps.Late();
                run.Log(late, mark, (_at, late));
                break;
            case < 260:
                run.Log((name, number), ($"new/{index}_{number}", 1));
                break;
            case < 310:
                run.Log((name, number), ("text", $"call {number} \"of\" thread {index}"));
                break;
            case < 350:
                run.Session!.Append(ConsoleLine(number));
                break;
            case < 370:
                run.Session!.Append(Sample(number));
                break;
            case < 375:
                _pending.ArriveLate();
                _pending = new PendingNumber();
                run.Log((name, number), ("device", new MetricValue(_pending)));
                break;
            case < 377:
                run.Log((name, number), ("long", _longText));
                break;
            default:
                run.Log(mark, (_loss, 1.0 / (number + 1)));
                break;
        }
    }

    private Record ConsoleLine(long number) => new()
    {
        OutputRaw = new OutputRawRecord
        {
            OutputType = OutputRawRecord.Types.OutputType.Stdout,
            Timestamp = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            Line = CallMark.ConsoleLineOf(index, number) + "\n",
        },
    };

    private Record Sample(long number) => new()
    {
        Stats = new StatsRecord
        {
            Timestamp = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            Item = { new StatsItem { Key = CallMark.NameOf(index, number), ValueJson = $"{number}" } },
        },
    };
}
