using System.Buffers;

namespace WandbActors;

/// <summary>A sound: samples, which become a WAV file of 16 bits off the hot path, or a file in any format that browsers play. Immutable.</summary>
public sealed class Audio : Media
{
    private const string Folder = "media/audio";

    private readonly Lazy<byte[]> _content;
    private readonly string _extension = ".wav";
    private readonly int? _sampleRate;
    private readonly double? _duration;
    private readonly long _bytes;

    /// <summary>A sound from samples from -1 to 1; what is beyond is cut. They are copied.</summary>
    /// <param name="samples">The samples; of several channels one of each in turn.</param>
    /// <param name="sampleRate">Samples of a channel per second.</param>
    /// <param name="channels">How many channels: 1 by default.</param>
    /// <exception cref="WandbException">There are no samples, or they do not fit the channels.</exception>
    public Audio(ReadOnlySpan<float> samples, int sampleRate, int channels = 1)
        : this(samples.Length, sampleRate, channels, WaveOf(samples.ToArray(), sampleRate, channels)) { }

    /// <summary>A sound from samples of 16 bits.</summary>
    /// <inheritdoc cref="Audio(ReadOnlySpan{float}, int, int)"/>
    public Audio(ReadOnlySpan<short> samples, int sampleRate, int channels = 1)
        : this(samples.Length, sampleRate, channels, WaveOf(samples.ToArray(), sampleRate, channels)) { }

    /// <summary>A sound from a file, as it is now.</summary>
    /// <exception cref="WandbException">The file is missing or empty.</exception>
    public Audio(string path) : this(MediaSource.Read(nameof(Audio), path)) { }

    private Audio(MediaSource source)
    {
        _content = new Lazy<byte[]>(source.Content);
        _bytes = source.Content.Length;
        _extension = source.Extension;
    }

    private Audio(int samples, int sampleRate, int channels, Lazy<byte[]> content)
    {
        if (sampleRate <= 0)
            throw new WandbException($"{nameof(Audio)}: a sample rate of {sampleRate} is none");
        if (channels is < 1 or > ushort.MaxValue || samples == 0 || samples % channels != 0)
            throw new WandbException($"{nameof(Audio)}: {samples} samples are no sound of {channels} channels");

        _content = content;
        _bytes = 4L * samples;
        _sampleRate = sampleRate;
        _duration = samples / channels / (double)sampleRate;
    }

    /// <summary>A line under the sound.</summary>
    /// <value>None by default.</value>
    public string? Caption { get; init; }

    /// <summary>A sound from the bytes of a file.</summary>
    /// <param name="content">The bytes; they are copied.</param>
    /// <param name="format">The format as file names end, such as <c>mp3</c>.</param>
    /// <param name="caption">The <see cref="Caption"/>; none by default.</param>
    /// <exception cref="WandbException">There are no bytes.</exception>
    public static Audio FromEncoded(ReadOnlySpan<byte> content, string format, string? caption = null) =>
        new(MediaSource.Of(nameof(Audio), content, format)) { Caption = caption };

    /// <inheritdoc/>
    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place) => ToJson(place).Write(writer);

    internal override long HeldBytes => _bytes;

    internal override bool TryWriteList(IReadOnlyList<Media> list, IBufferWriter<byte> writer, MediaPlace place)
    {
        var sounds = list.Cast<Audio>().ToList();
        new MediaJson()
            .Add("_type", "audio")
            .Add("count", sounds.Count)
            .Add("audio", MediaJson.List(sounds.Select(sound => sound.ToJson(place).Value)))
            .Add("sampleRates", MediaJson.List(sounds.Select(sound => (MetricValue)sound._sampleRate)))
            .Add("durations", MediaJson.List(sounds.Select(sound => (MetricValue)sound._duration)))
            .AddKnown("captions", MediaJson.Captions(sounds.Select(sound => sound.Caption), none: ""))
            .Write(writer);
        return true;
    }

    private MediaJson ToJson(MediaPlace place) =>
        MediaJson.Of("audio-file", place.AddFile(Folder, _extension, _content.Value), place).Add("caption", Caption);

    private static Lazy<byte[]> WaveOf(float[] samples, int sampleRate, int channels) => new(() => WavFile.Write(samples, sampleRate, channels));

    private static Lazy<byte[]> WaveOf(short[] samples, int sampleRate, int channels) => new(() => WavFile.Write(samples, sampleRate, channels));
}
