
namespace WandbActors.Harness.Faults;

/// <summary>
/// Decides what becomes of each request, by chance, and counts it; what has happened least often comes first when it can. Any thread: so
/// the seed decides what is thrown, and the machine who gets it.
/// </summary>
internal sealed class FaultDice(int seed)
{
    // More than half of all requests fail, and now and then five in a row.
    private const double Share = 0.55;

    // These are asked for beside the requests themselves.
    private const double ConnectionShare = 0.3;
    private const double ArrivalShare = 0.06;

    private readonly Lock _gate = new();
    private readonly Random _chance = new(seed);
    private readonly Dictionary<(string Fault, string Request), int> _counts = [];

    /// <summary>How often each kind of fault met each kind of request.</summary>
    public IReadOnlyDictionary<(string Fault, string Request), int> Counts
    {
        get
        {
            lock (_gate)
                return _counts.ToDictionary();
        }
    }

    public int Total => Counts.Values.Sum();

    /// <summary>The faults go on until this is done.</summary>
    public bool IsOver { get; set; }

    public Fault? Throw(string request)
    {
        lock (_gate)
        {
            if (IsOver || _chance.NextDouble() >= ShareOf(request))
                return null;

            FaultKind[] suitable = [.. FaultKinds.All.Where(kind => kind.Suits(request))];
            var rarest = suitable.MinBy(CountOf)!;
            var kind = _chance.Next(3) == 0 ? rarest : suitable[_chance.Next(suitable.Length)];
            _counts[(kind.Name, request)] = _counts.GetValueOrDefault((kind.Name, request)) + 1;
            return kind.Make();
        }
    }

    private static double ShareOf(string request) => request switch
    {
        RecordingBackend.Connection => ConnectionShare,
        RecordingBackend.Arrival => ArrivalShare,
        _ => Share,
    };

    private int CountOf(FaultKind kind) => _counts.Where(count => count.Key.Fault == kind.Name).Sum(count => count.Value);
}
