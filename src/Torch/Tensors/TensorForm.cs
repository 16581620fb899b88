using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>What is logged of a tensor: the default is its value by W&amp;B's rules.</summary>
internal readonly record struct TensorForm
{
    private TensorForm(bool isStatistics, int bins)
    {
        IsStatistics = isStatistics;
        Bins = bins;
    }

    /// <summary>Mean, spread, norm and the like, as nested names.</summary>
    public static TensorForm Statistics { get; } = new(true, 0);

    public bool IsStatistics { get; }

    /// <summary>Bins of the histogram that was asked for; 0 if none was.</summary>
    public int Bins { get; }

    public static TensorForm Histogram(int bins) => new(false, Math.Clamp(bins, 1, WandbActors.Histogram.MaxBins));

    /// <summary>Bins of the histogram that so many elements become; 0 if they become none.</summary>
    public int BinsOf(long elements) => Bins > 0 || IsStatistics || elements <= NumberElements.MaxListed ? Bins : NumberElements.MaxListed;
}
