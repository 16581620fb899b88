using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WandbActors;

/// <summary>A Plotly figure by its JSON, such as Plotly.NET's <c>GenericChart.toFigureJson</c> gives. Immutable.</summary>
public sealed class Plotly : Media
{
    private const string NoFigure = $"{nameof(Plotly)}: the figure is null";

    private readonly byte[] _figure;

    /// <param name="json">The figure: an object with <c>data</c> and <c>layout</c>.</param>
    /// <exception cref="WandbException">This is no JSON object.</exception>
    public Plotly(string json)
    {
        if (json is null)
            throw new WandbException(NoFigure);

        ThrowIfNoObject(json);
        _figure = Encoding.UTF8.GetBytes(json);
    }

    /// <inheritdoc cref="Plotly(string)"/>
    public Plotly(JsonObject json) : this((json ?? throw new WandbException(NoFigure)).ToJsonString()) { }

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) =>
        MediaJson.Of("plotly-file", place.AddFile("media/plotly", ".plotly.json", _figure), place).Write(writer);

    internal override long HeldBytes => _figure.Length;

    private static void ThrowIfNoObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new WandbException($"{nameof(Plotly)}: a figure is a JSON object with data and layout, not a {document.RootElement.ValueKind}");
        }
        catch (JsonException problem)
        {
            throw new WandbException($"{nameof(Plotly)}: the figure is no JSON: {problem.Message}", problem);
        }
    }
}
