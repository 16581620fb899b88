
namespace WandbActors.TestKit;

/// <summary>Spells in which nothing works, spells in which everything does, and between them faults of every kind by chance.</summary>
/// <param name="simulation">Its time and its chance.</param>
/// <param name="oneIn">One request of so many meets a fault, outside of the spells in which all do.</param>
internal sealed class BadWeather(SimulatedSystem simulation, int oneIn = 4)
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
        ("never answered", Fault.NoAnswer),
        ("garbage", Fault.Garbage),
        ("limited", () => Fault.Limited("1", "2")),
    ];

    private static readonly TimeSpan MaxFair = TimeSpan.FromHours(2.5);
    private static readonly TimeSpan MaxDown = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, int> _counts = [];
    private DateTimeOffset _downFrom;
    private DateTimeOffset _downUntil;

    public Fault? Next()
    {
        var now = simulation.Time.GetUtcNow();
        if (now >= _downUntil)
            PlanSpell(now);
        if (now >= _downFrom)
            return Count("down", Fault.Reset());

        if (simulation.Chance.Next(oneIn) > 0)
            return null;

        var (name, make) = Kinds[simulation.Chance.Next(Kinds.Length)];
        return Count(name, make());
    }

    public override string ToString() => string.Join(", ", _counts.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {kind.Key}"));

    // By the clock and not by requests: those of a thousand runs would bring one spell behind the other.
    private void PlanSpell(DateTimeOffset now)
    {
        _downFrom = now + (simulation.Chance.NextDouble() * MaxFair);
        _downUntil = _downFrom + (simulation.Chance.NextDouble() * MaxDown);
    }

    private Fault Count(string name, Fault fault)
    {
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return fault;
    }
}
