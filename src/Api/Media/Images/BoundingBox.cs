namespace WandbActors;

/// <summary>A box over an image: in fractions of the image from 0 to 1, or in pixels. Immutable.</summary>
public sealed record BoundingBox
{
    private BoundingBox(MediaJson position, bool isInPixels) => (Position, IsInPixels) = (position, isInPixels);

    /// <summary>The number of the class that the box is of.</summary>
    /// <value>0 by default.</value>
    public int ClassId { get; init; }

    /// <summary>A line at the box, such as the class's name and the score.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>Numbers by name, by which the page can hide boxes. Copied when set.</summary>
    /// <value>None by default.</value>
    public IReadOnlyDictionary<string, double> Scores { get; init => field = new Dictionary<string, double>(value); } = new Dictionary<string, double>();

    /// <summary>Whether the numbers are pixels, not fractions of the image.</summary>
    public bool IsInPixels { get; }

    private MediaJson Position { get; }

    /// <summary>A box by its sides.</summary>
    /// <exception cref="WandbException">
    /// A number is not finite, a side lies before the one opposite, or a fraction is more than the image's size away from the image: those are pixels.
    /// </exception>
    public static BoundingBox FromSides(double minX, double maxX, double minY, double maxY, bool isInPixels = false)
    {
        if (minX > maxX || minY > maxY)
            throw new WandbException($"{nameof(BoundingBox)}: the sides {minX} to {maxX} and {minY} to {maxY} must rise");

        return new(
            new MediaJson()
                .Add("minX", Number(minX, isInPixels))
                .Add("maxX", Number(maxX, isInPixels))
                .Add("minY", Number(minY, isInPixels))
                .Add("maxY", Number(maxY, isInPixels)),
            isInPixels);
    }

    /// <summary>A box by its middle and size.</summary>
    /// <exception cref="WandbException">
    /// A number is not finite, a size is below 0, or a fraction is more than the image's size away from the image: those are pixels.
    /// </exception>
    public static BoundingBox FromMiddle(double x, double y, double width, double height, bool isInPixels = false)
    {
        if (width < 0 || height < 0)
            throw new WandbException($"{nameof(BoundingBox)}: {width} × {height} is no size");

        return new(
            new MediaJson()
                .Add("middle", MediaJson.List([Number(x, isInPixels), Number(y, isInPixels)]))
                .Add("width", Number(width, isInPixels))
                .Add("height", Number(height, isInPixels)),
            isInPixels);
    }

    internal MetricValue ToJson()
    {
        var json = new MediaJson().Add("position", Position.Value);
        if (IsInPixels)
            json.Add("domain", "pixel");
        json.Add("class_id", ClassId).AddKnown("box_caption", Caption);
        if (Scores.Count > 0)
            json.Add("scores", MetricValue.Of(Scores));
        return json.Value;
    }

    // Pixels are whole numbers unless somebody says otherwise.
    private static MetricValue Number(double number, bool isInPixels)
    {
        if (!double.IsFinite(number))
            throw new WandbException($"{nameof(BoundingBox)}: {number} is no place in an image");

        // A model's box may reach over the image's edge, and must not end its training.
        if (!isInPixels && number is (< -1 or > 2))
            throw new WandbException($"{nameof(BoundingBox)}: {number} is no fraction of an image, from 0 to 1; for pixels say isInPixels: true");

        return isInPixels && number == Math.Truncate(number) && Math.Abs(number) < int.MaxValue ? (long)number : number;
    }
}
