namespace InferenceService;

/// <summary>Stands for a model.</summary>
internal static class Model
{
    public const string Name = "sine";

    public static double Predict(double x) => Math.Sin(x);
}
