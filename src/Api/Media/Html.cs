using System.Buffers;
using System.Text;

namespace WandbActors;

/// <summary>A page of HTML, shown beside the run's charts. Immutable.</summary>
public sealed class Html : Media
{
    // What the official client puts in too: links open in a new page, and the page looks like W&B's.
    private const string Injected =
        "<base target=\"_blank\"><link rel=\"stylesheet\" type=\"text/css\" href=\"https://app.wandb.ai/normalize.css\" />";

    private readonly byte[] _content;

    /// <param name="html">The page, or a part of one.</param>
    /// <param name="inject">Whether to put W&amp;B's style sheet into its head: true by default, as in the official client.</param>
    /// <exception cref="WandbException">The page is <c>null</c>.</exception>
    public Html(string html, bool inject = true)
    {
        if (html is null)
            throw new WandbException($"{nameof(Html)}: the page is null");

        _content = Encoding.UTF8.GetBytes(inject ? Inject(html) : html);
    }

    /// <summary>A page from a file, as it is now.</summary>
    /// <exception cref="WandbException">The file is missing or empty.</exception>
    public static Html FromFile(string path, bool inject = true) =>
        new(Encoding.UTF8.GetString(MediaSource.Read(nameof(Html), path).Content), inject);

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => ToJson(place).Write(writer);

    internal override long HeldBytes => _content.Length;

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        new MediaJson()
            .Add("_type", "html")
            .Add("count", list.Count)
            .Add("html", MediaJson.List(list.Cast<Html>().Select(page => page.ToJson(place).Value)))
            .Write(writer);
        return true;
    }

    private MediaJson ToJson(MediaPlace place) => MediaJson.Of("html-file", place.AddFile("media/html", ".html", _content), place);

    private static string Inject(string html)
    {
        if (html.IndexOf("<head>", StringComparison.Ordinal) is >= 0 and var head)
            return html.Insert(head + "<head>".Length, Injected).Trim();
        if (html.IndexOf("<html>", StringComparison.Ordinal) is >= 0 and var start)
            return html.Insert(start + "<html>".Length, $"<head>{Injected}</head>").Trim();

        return (Injected + html).Trim();
    }
}
