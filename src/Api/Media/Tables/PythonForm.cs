namespace WandbActors;

/// <summary>The two forms of JSON that W&amp;B's client writes files in. What a file's digest is depends on it.</summary>
internal enum PythonForm
{
    /// <summary>No spaces, members in their order, UTF-8 as it is; what is no JSON number is null.</summary>
    Compact,

    /// <summary>A space behind commas and colons, members sorted, all but ASCII escaped; NaN and infinities as bare tokens.</summary>
    Spaced,
}
