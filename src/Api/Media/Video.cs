using System.Buffers;

namespace WandbActors;

/// <summary>A video in a file: MP4, WebM, Ogg or GIF. Immutable. Frames are not encoded here: ffmpeg or a library of the program's own does that.</summary>
public sealed class Video : Media
{
    private static readonly string[] Formats = ["gif", "mp4", "webm", "ogg"];

    private readonly MediaSource _source;

    /// <summary>A video from a file, as it is now.</summary>
    /// <exception cref="WandbException">The file is missing, empty or of another format.</exception>
    public Video(string path) : this(MediaSource.Read(nameof(Video), path, Formats)) { }

    private Video(MediaSource source) => _source = source;

    /// <summary>A line under the video.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>The width of its frames in pixels, if it should be known before it is played.</summary>
    /// <value>Unknown by default.</value>
    public int? Width { get; init; }

    /// <summary>The height of its frames in pixels.</summary>
    /// <value>Unknown by default.</value>
    public int? Height { get; init; }

    /// <summary>A video from the bytes of a file.</summary>
    /// <param name="content">The bytes; they are copied.</param>
    /// <param name="format"><c>mp4</c>, <c>webm</c>, <c>ogg</c> or <c>gif</c>.</param>
    /// <param name="caption">The <see cref="Caption"/>; none by default.</param>
    /// <param name="width">The <see cref="Width"/>; unknown by default.</param>
    /// <param name="height">The <see cref="Height"/>; unknown by default.</param>
    /// <exception cref="WandbException">There are no bytes, or the format is another.</exception>
    public static Video FromEncoded(ReadOnlySpan<byte> content, string format, string? caption = null, int? width = null, int? height = null) =>
        new(MediaSource.Of(nameof(Video), content, format, Formats)) { Caption = caption, Width = width, Height = height };

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => ToJson(place).Write(writer);

    internal override long HeldBytes => _source.Content.Length;

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        var videos = list.Cast<Video>().ToList();
        new MediaJson()
            .Add("_type", "videos")
            .Add("count", videos.Count)
            .Add("videos", MediaJson.List(videos.Select(video => video.ToJson(place).Value)))
            .Add("captions", MediaJson.Captions(videos.Select(video => video.Caption)) ?? false)
            .Write(writer);
        return true;
    }

    private MediaJson ToJson(MediaPlace place) =>
        MediaJson.Of("video-file", place.AddFile("media/videos", _source.Extension, _source.Content), place)
            .AddKnown("width", Width)
            .AddKnown("height", Height)
            .AddKnown("caption", Caption);
}
