using WandbActors.Actors.Assembling;

namespace WandbActors;

/// <summary>The rules that a program has declared: so few that all of them fit into each mark of the ring. Any thread.</summary>
internal sealed class LogEveryRules
{
    private const int MaxNameLength = 4096; // of all of them together

    private readonly HashSet<string> _rules = [];

    /// <summary>Takes a rule for these names; one for the same names replaces it.</summary>
    public void Add(IEnumerable<string> names)
    {
        lock (_rules)
        {
            var rule = string.Join('\n', names);
            if (_rules.Contains(rule))
                return;
            if (_rules.Count == LogWindows.MaxRules)
                throw new WandbException($"LogEvery: there are {LogWindows.MaxRules} rules already; name more metrics in one of them, or use a * at the end of a name");
            if (_rules.Sum(known => known.Length) + rule.Length > MaxNameLength)
                throw new WandbException($"LogEvery: the names are longer than {MaxNameLength} characters together; use a * at the end of a name");

            _rules.Add(rule);
        }
    }
}
