namespace WandbActors.Cli.Reading;

/// <summary>What a value in a row is.</summary>
internal enum CellKind
{
    /// <summary>JSON <c>null</c>.</summary>
    Null,

    /// <summary>A whole number that a <c>long</c> holds.</summary>
    Integer,

    /// <summary>Any other number, NaN and the infinities included.</summary>
    Number,

    Flag,
    Text,

    /// <summary>An object or a list.</summary>
    Json,
}
