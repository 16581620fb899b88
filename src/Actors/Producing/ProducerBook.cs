namespace WandbActors.Actors.Producing;

/// <summary>
/// Which rows of each producer are settled: all up to one number. The next one is taken and nothing else: an earlier one is a repeat, and one
/// beyond the next leaves a gap that must not hide the missing row, so its producer is told from where to send again. Part of the run's session, so that
/// a restart of the run's actor forgets nothing; used by that actor only.
/// </summary>
/// <param name="maxProducers">The run hears from so many; a further one is refused.</param>
internal sealed class ProducerBook(int maxProducers)
{
    /// <summary>The longest name of a producer, in characters.</summary>
    public const int MaxNameLength = 256;

    private readonly Dictionary<string, (long Settled, long Unfit)> _producers = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a number; <c>null</c> when nothing is.</summary>
    public string? FindProblem(RowNumber number) => number switch
    {
        { Producer: null or "" or { Length: > MaxNameLength } } => $"a producer's name has 1 to {MaxNameLength} characters",
        { Sequence: < 1 } => "a producer's rows are numbered from 1",
        _ when _producers.Count >= maxProducers && !_producers.ContainsKey(number.Producer) => $"the run has heard from {maxProducers} producers already, as many as wandb.messages.producers allows",
        _ => null,
    };

    public bool IsNext(RowNumber number) => number.Sequence == _producers.GetValueOrDefault(number.Producer).Settled + 1;

    /// <summary>The next row is in the ring, or will never be.</summary>
    public void Settle(RowNumber next, bool isKept)
    {
        var unfit = _producers.GetValueOrDefault(next.Producer).Unfit;
        _producers[next.Producer] = (next.Sequence, isKept ? unfit : unfit + 1);
    }

    /// <summary>What the producer of this row is told, once that was taken or not.</summary>
    public IRunMessage AnswerTo(RowNumber number)
    {
        var (settled, unfit) = _producers.GetValueOrDefault(number.Producer);
        return number.Sequence <= settled ? new RowKept(number.Producer, settled, unfit) : new RowMissing(number.Producer, settled + 1);
    }
}
