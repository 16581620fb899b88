using System.Buffers;

namespace WandbActors;

/// <summary>W&amp;B's form of a cloud of points: a list of lists of numbers.</summary>
internal static class PointCloud
{
    public static byte[] Write(double[,] points)
    {
        var json = new ArrayBufferWriter<byte>();
        for (var point = 0; point < points.GetLength(0); point++)
        {
            json.Write(point == 0 ? "[["u8 : ",["u8);
            for (var number = 0; number < points.GetLength(1); number++)
            {
                if (number > 0)
                    json.Write(","u8);
                PythonNumber.Write(points[point, number], PythonForm.Compact, json);
            }

            json.Write("]"u8);
        }

        json.Write("]"u8);
        return json.WrittenSpan.ToArray();
    }
}
