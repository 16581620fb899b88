namespace WandbActors.TestKit;

/// <summary>
/// The W&amp;B server of a simulation. It keeps what it is sent by the rules of the real one; between it and the runs lies a network with weather: what is told
/// here becomes of requests before the server takes them, or of its answers.
/// </summary>
public sealed class SimulatedServer
{
    private readonly SimulatedSystem _system;
    private DateTimeOffset _downUntil = DateTimeOffset.MinValue;

    internal SimulatedServer(SimulatedSystem system)
    {
        _system = system;
        Network = new SimulatedNetwork(system);
        Backend.Weather = Meet;
    }

    /// <summary>Where the server is: for <see cref="RunOptions.BaseUrl"/>. Runs of the simulation find it by themselves.</summary>
    public string BaseUrl => Backend.BaseUrl;

    /// <summary>The key that it takes: for <see cref="RunOptions.ApiKey"/>. Runs of the simulation find it by themselves.</summary>
    public string ApiKey => Backend.ApiKey;

    /// <summary>All runs that the server has been told of, in the order in which that began.</summary>
    public IReadOnlyList<RecordedRun> Runs => Backend.Runs;

    /// <summary>All requests in the order in which they came.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Backend.Requests;

    /// <summary>How many requests have met a fault.</summary>
    public int FaultCount => Network.Faults;

    /// <summary>What the runs did that no client of W&amp;B may do, in words: must be empty.</summary>
    public IReadOnlyList<string> Violations => Backend.Violations;

    /// <summary>Whether the server cannot be reached just now.</summary>
    public bool IsDown => _system.Time.GetUtcNow() < _downUntil;

    /// <summary>
    /// What becomes of each request that nothing else meets, by its kind (as in <see cref="RecordedRequest"/>); <c>null</c>, also as an answer, is nothing.
    /// </summary>
    /// <value><c>null</c> by default: all are answered.</value>
    public Func<string, Fault?>? Weather { get; set; }

    internal SimulatedNetwork Network { get; }

    internal RecordingBackend Backend => Network.Backend;

    /// <summary>What the server has of the run with this id.</summary>
    /// <exception cref="WandbAssertionException">It has none, or several of different projects.</exception>
    public RecordedRun Run(string id) => Backend.Run(id);

    /// <summary>From now on the server cannot be reached.</summary>
    /// <param name="lasting">For how long; <c>null</c> until <see cref="ComeBack"/>.</param>
    public void GoDown(TimeSpan? lasting = null) => _downUntil = lasting is { } span ? _system.Time.GetUtcNow() + span : DateTimeOffset.MaxValue;

    /// <summary>The server can be reached again.</summary>
    public void ComeBack() => _downUntil = DateTimeOffset.MinValue;

    /// <summary>
    /// From now on one request of so many meets a fault of some kind, as the simulation's chance has it: refused for now (408, 429, 500, 502), reset, answered
    /// with the answer lost, never answered, answered with garbage. And now and then the server is away for up to ten minutes.
    /// </summary>
    /// <param name="oneIn">One of so many; at least 1.</param>
    public void TurnBad(int oneIn = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oneIn, 1);
        var weather = new BadWeather(_system, oneIn);
        Weather = _ => weather.Next();
    }

    /// <summary>Nothing goes wrong by chance any more, and the server can be reached.</summary>
    public void TurnGood()
    {
        Weather = null;
        ComeBack();
    }

    /// <summary>The next requests of this kind meet these faults, one each, before anything else does.</summary>
    /// <param name="kind">As in <see cref="RecordedRequest"/>.</param>
    /// <param name="faults">What becomes of them, in their order.</param>
    public void Script(string kind, params Fault[] faults) => Backend.Script(kind, faults);

    private Fault? Meet(string kind) => IsDown ? Fault.Reset() : Weather?.Invoke(kind);
}
