using System.Buffers.Binary;
using Google.Protobuf;
using WandbActors.Cli.EventFiles;

namespace WandbActors.Cli.Importing;

/// <summary>The elements of TensorFlow's tensors, in either of the forms that they are written in.</summary>
internal static class TensorContent
{
    public static IReadOnlyList<ByteString> Texts(TensorProto tensor) => tensor.StringVal;

    public static bool IsWhole(TensorProto tensor) => tensor.Dtype is TensorType.DtInt32 or TensorType.DtInt64;

    /// <summary>The numbers; none of a tensor of something else.</summary>
    public static double[] Numbers(TensorProto tensor)
    {
        var bytes = tensor.TensorContent.Span;
        return (tensor.Dtype, bytes.IsEmpty) switch
        {
            (TensorType.DtFloat, true) => [.. tensor.FloatVal],
            (TensorType.DtDouble, true) => [.. tensor.DoubleVal],
            (TensorType.DtInt32, true) => [.. tensor.IntVal],
            (TensorType.DtInt64, true) => [.. tensor.Int64Val],
            (TensorType.DtFloat, false) => Read(bytes, sizeof(float), element => BinaryPrimitives.ReadSingleLittleEndian(element)),
            (TensorType.DtDouble, false) => Read(bytes, sizeof(double), BinaryPrimitives.ReadDoubleLittleEndian),
            (TensorType.DtInt32, false) => Read(bytes, sizeof(int), element => BinaryPrimitives.ReadInt32LittleEndian(element)),
            (TensorType.DtInt64, false) => Read(bytes, sizeof(long), element => BinaryPrimitives.ReadInt64LittleEndian(element)),
            _ => [],
        };
    }

    private static double[] Read(ReadOnlySpan<byte> bytes, int size, Element read)
    {
        var numbers = new double[bytes.Length / size];
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = read(bytes.Slice(index * size, size));
        return numbers;
    }

    private delegate double Element(ReadOnlySpan<byte> bytes);
}
