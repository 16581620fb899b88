namespace WandbActors.Actors.Serialization;

/// <summary>A row's values on the wire, in columns of plain types. Of each, what its kind does not need is 0 or <c>null</c>.</summary>
/// <param name="Names">The names.</param>
/// <param name="Kinds">What each value is, as <see cref="MetricValueKind"/>.</param>
/// <param name="Bits">The numbers' bits.</param>
/// <param name="Texts">The texts, or JSON.</param>
internal sealed record NamedValues(string[] Names, byte[] Kinds, long[] Bits, string?[] Texts);
