namespace WandbActors.Persistence.Records;

/// <summary>
/// The name of a metric: one segment for a plain name, several for a leaf of nested values. A dot inside a segment is a character like
/// any other, not a separator.
/// </summary>
internal readonly struct MetricPath : IEquatable<MetricPath>
{
    private readonly string[] _segments;

    public MetricPath(params string[] segments)
    {
        ArgumentOutOfRangeException.ThrowIfZero(segments.Length);
        _segments = segments;
    }

    public ReadOnlySpan<string> Segments => _segments;

    /// <summary>Whether a name in it has a dot of its own, so that <see cref="ToString"/> is ambiguous.</summary>
    public bool HasDotInSegment => _segments.Any(segment => segment.Contains('.', StringComparison.Ordinal));

    /// <summary>The leaf of these nested values under this path.</summary>
    public MetricPath Append(string segment) => new([.. _segments, segment]);

    public bool Equals(MetricPath other) => Segments.SequenceEqual(other.Segments);

    public override bool Equals(object? obj) => obj is MetricPath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in _segments)
            hash.Add(segment);
        return hash.ToHashCode();
    }

    /// <summary>The path as people write it, with dots.</summary>
    public override string ToString() => string.Join('.', _segments);

    /// <summary>Likewise, a dot that belongs to a name as <c>\.</c>.</summary>
    public string ToEscapedString() => string.Join('.', _segments.Select(segment => segment.Replace(".", "\\.", StringComparison.Ordinal)));

    /// <summary>Whether this path is the other one or leads into it.</summary>
    public bool LeadsTo(MetricPath other) => other.Segments.StartsWith(Segments);

    /// <summary>Whether one of both is the other or leads into it: a value at one replaces a value at the other.</summary>
    public bool IsRelatedTo(MetricPath other) => LeadsTo(other) || other.LeadsTo(this);
}
