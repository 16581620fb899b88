namespace WandbActors.Docs.Tests.Contexts;

/// <summary>Names of logging.md.</summary>
public static class Logging
{
    public static readonly byte[] rgb = [];
    public static readonly byte[] classes = [];
    public static readonly string[] pictures = [];
    public static readonly double[] weights = [];
    public static readonly float[] samples = [];
    public static readonly double[,] points = new double[1, 3];
    public static readonly int[] labels = [];
    public static readonly double[,] scores = new double[1, 2];
}
