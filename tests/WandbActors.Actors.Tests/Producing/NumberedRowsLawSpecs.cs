using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Actors.Producing;

namespace WandbActors.Actors.Tests.Producing;

/// <summary>
/// A window of rows, a network that loses, repeats and reorders what is told and answered, a run whose ring is sometimes full and whose actor starts anew:
/// whatever happens, what is in the ring is the producer's rows from the first on, each once and in order; and when the weather clears, all of them.
/// </summary>
public sealed class NumberedRowsLawSpecs
{
    /// <summary>What happens next; each takes one of what there is by the number beside it.</summary>
    public enum Happening
    {
        Log,
        ArriveRow,
        ArriveAnswer,
        LoseRow,
        LoseAnswer,
        RepeatRow,
        RepeatAnswer,
        SendAgain,
        FillRing,
        FreeRing,
    }

    [Property(MaxTest = 2_000)]
    public Property Each_row_is_kept_once_and_in_order() => Prop.ForAll(
        Gen.ListOf(Gen.Zip(Gen.Elements(Enum.GetValues<Happening>()), Gen.Choose(0, 1_000))).ToArbitrary(),
        happenings =>
        {
            var world = new World();
            foreach (var (happening, which) in happenings)
                world.Happen(happening, which);

            var isPrefix = world.IsPrefix;
            world.Clear();

            return (isPrefix && world.IsWhole).Label($"logged {world.Logged}, in the ring {string.Join(' ', world.Ring)}");
        });

    private sealed class World
    {
        private readonly RowWindow _window = new("p", maxWaiting: 50, maxUnderWay: 5);
        private readonly ProducerBook _book = new(maxProducers: 10); // what outlives the run's actor
        private readonly List<LogRow> _rows = [];
        private readonly List<IRunMessage> _answers = [];
        private bool _isFull;

        public int Logged { get; private set; }

        public List<long> Ring { get; } = [];

        public bool IsPrefix => Ring.SequenceEqual(Enumerable.Range(1, Ring.Count).Select(row => (long)row)) && Ring.Count <= Logged && _window.Settled <= Ring.Count;

        public bool IsWhole => IsPrefix && Ring.Count == Logged && _window.Waiting == 0;

        public void Happen(Happening happening, int which)
        {
            switch (happening)
            {
                case Happening.Log when _window.TryAdd(new LogRow(("a", Logged + 1))):
                    Logged++;
                    _rows.AddRange(_window.Send());
                    break;
                case Happening.ArriveRow when TryTake(_rows, which, out var row):
                    Arrive(row);
                    break;
                case Happening.ArriveAnswer when TryTake(_answers, which, out var answer):
                    Arrive(answer);
                    break;
                case Happening.LoseRow:
                    TryTake(_rows, which, out _);
                    break;
                case Happening.LoseAnswer:
                    TryTake(_answers, which, out _);
                    break;
                case Happening.RepeatRow when _rows.Count > 0:
                    _rows.Add(_rows[which % _rows.Count]);
                    break;
                case Happening.RepeatAnswer when _answers.Count > 0:
                    _answers.Add(_answers[which % _answers.Count]);
                    break;
                case Happening.SendAgain:
                    _rows.AddRange(_window.SendAgain());
                    break;
                case Happening.FillRing or Happening.FreeRing:
                    _isFull = happening == Happening.FillRing;
                    break;
            }
        }

        /// <summary>Nothing is lost any more, and the timer goes on.</summary>
        public void Clear()
        {
            _isFull = false;
            for (var round = 0; round < 2 * (Logged + 1) && _window.Waiting > 0; round++)
            {
                _rows.AddRange(_window.SendAgain());
                while (TryTake(_rows, 0, out var row))
                    Arrive(row);
                while (TryTake(_answers, 0, out var answer))
                    Arrive(answer);
            }
        }

        // As the run's actor does: the ring, then the book, then the answer.
        private void Arrive(LogRow row)
        {
            if (_book.IsNext(row.Number!))
            {
                if (_isFull)
                    return;
                Ring.Add(row.Values[0].Value.Bits);
                _book.Settle(row.Number!, isKept: true);
            }

            _answers.Add(_book.AnswerTo(row.Number!));
        }

        private void Arrive(IRunMessage answer)
        {
            if (answer is RowKept kept && _window.Take(kept).Rows > 0)
                _rows.AddRange(_window.Send());
            else if (answer is RowMissing)
                _rows.AddRange(_window.SendAgain());
        }

        private static bool TryTake<T>(List<T> from, int which, out T taken)
        {
            taken = default!;
            if (from.Count == 0)
                return false;

            taken = from[which % from.Count];
            from.RemoveAt(which % from.Count);
            return true;
        }
    }
}
