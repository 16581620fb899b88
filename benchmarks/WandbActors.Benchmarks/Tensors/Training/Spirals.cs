using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors.Training;

/// <summary>Points on three arms of a spiral, drawn in code: the same seed draws the same points.</summary>
internal static class Spirals
{
    public const int Arms = 3;

    private const double Turns = 1.25;
    private const double Noise = 0.15; // of the angle, in radians

    /// <summary>So many points (count × 2), and the arm that each lies on.</summary>
    public static (Tensor Points, Tensor Arms) Draw(int count, int seed)
    {
        var random = new Random(seed);
        var points = new float[count * 2];
        for (var i = 0; i < count; i++)
        {
            var radius = random.NextDouble();
            var angle = 2 * Math.PI * (radius * Turns + i % Arms / (double)Arms) + Noise * (2 * random.NextDouble() - 1);
            points[2 * i] = (float)(radius * Math.Cos(angle));
            points[2 * i + 1] = (float)(radius * Math.Sin(angle));
        }

        return (tensor(points, [count, 2]), arange(count) % Arms);
    }
}
