
namespace WandbActors.TestKit;

/// <summary>Spells in which nothing works, spells in which everything does, and between them faults of every kind by chance.</summary>
internal sealed class BadWeather(SimulatedSystem simulation)
{
    private static readonly (string Name, Func<Fault> Make)[] Kinds =
    [
        ("busy", () => Fault.Answer(429, retryAfter: "3")),
        ("busy until", () => Fault.Answer(429, retryAfter: "Fri, 21 Aug 2026 00:00:00 GMT")), // long past: at once
        ("timed out", () => Fault.Answer(408)),
        ("failing", () => Fault.Answer(500)),
        ("proxy", () => Fault.Answer(502, body: "<html>bad gateway</html>")),
        ("reset", Fault.Reset),
        ("lost answer", Fault.LostAnswer),
        ("never answered", () => Fault.SlowAnswer(new TaskCompletionSource())),
        ("garbage", Fault.Garbage),
        ("limited", () => Fault.Limited("1", "2")),
    ];

    private readonly Dictionary<string, int> _counts = [];
    private DateTimeOffset _downUntil;

    public Fault? Next()
    {
        var now = simulation.Time.GetUtcNow();
        if (now < _downUntil)
            return Count("down", Fault.Reset());

        if (simulation.Chance.Next(300) == 0)
            _downUntil = now + TimeSpan.FromSeconds(simulation.Chance.Next(600));
        if (simulation.Chance.Next(4) > 0)
            return null;

        var (name, make) = Kinds[simulation.Chance.Next(Kinds.Length)];
        return Count(name, make());
    }

    public override string ToString() => string.Join(", ", _counts.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {kind.Key}"));

    private Fault Count(string name, Fault fault)
    {
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return fault;
    }
}
