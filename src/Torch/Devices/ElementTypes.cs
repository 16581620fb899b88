using static TorchSharp.torch;

namespace WandbActors;

/// <summary>The types of elements that can be logged, and how wide they are.</summary>
internal static class ElementTypes
{
    /// <summary>One more than the greatest number of such a type.</summary>
    public const int Count = (int)ScalarType.BFloat16 + 1;

    /// <summary>The bytes of the widest.</summary>
    public const int MaxBytes = sizeof(double);

    public static bool Has(ScalarType type) => BytesOf(type) > 0;

    /// <summary>0 for other types.</summary>
    public static int BytesOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => 0,
    };

    public static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
}
