using static TorchSharp.torch;

namespace WandbActors;

/// <summary>What elements become when they have arrived in the process's memory. On the reading thread.</summary>
internal delegate MetricValue ElementForm(ReadOnlySpan<byte> elements, ScalarType type);
