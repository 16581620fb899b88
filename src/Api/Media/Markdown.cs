using System.Buffers;
using Markdig;

namespace WandbActors;

/// <summary>
/// A text in Markdown (CommonMark with tables, footnotes, task lists), shown as the page that it describes. HTML in it is shown as text, since
/// such texts are often a model's own. Immutable; made into a page off the hot path.
/// </summary>
/// <param name="text">The text.</param>
public sealed class Markdown(string text) : Media
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().DisableHtml().Build();

    private readonly string _text = text ?? throw new WandbException($"{nameof(Markdown)}: the text is null");
    private Html? _page;

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => Page.WriteJson(writer, place);

    internal override long HeldBytes => 2L * _text.Length;

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place) =>
        Page.TryWriteList([.. list.Cast<Markdown>().Select(text => text.Page)], writer, place);

    internal Html Page => _page ??= new Html(Markdig.Markdown.ToHtml(_text, Pipeline));
}
