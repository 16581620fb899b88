using System.Buffers.Binary;

namespace WandbActors;

/// <summary>
/// A WAV file of 16-bit samples. All numbers are little-endian:
/// <code>
///  0 "RIFF"   4 bytes that follow u32   8 "WAVE"
/// 12 "fmt "  16 16 u32   20 1 (PCM) u16   22 channels u16   24 sample rate u32   28 bytes per second u32   32 bytes per frame u16   34 16 u16
/// 36 "data"  40 bytes u32   44 the samples, of each channel one in turn
/// </code>
/// </summary>
internal static class WavFile
{
    private const int HeaderBytes = 44;
    private const int SampleBytes = 2;

    /// <summary>From samples from -1 to 1: the nearest step of 32 bits, of which the upper 16 are kept, as libsndfile does it.</summary>
    public static byte[] Write(ReadOnlySpan<float> samples, int sampleRate, int channels)
    {
        var file = Begin(samples.Length, sampleRate, channels);
        for (var i = 0; i < samples.Length; i++)
            Put(file, i, StepOf(samples[i]));
        return file;
    }

    public static byte[] Write(ReadOnlySpan<short> samples, int sampleRate, int channels)
    {
        var file = Begin(samples.Length, sampleRate, channels);
        for (var i = 0; i < samples.Length; i++)
            Put(file, i, samples[i]);
        return file;
    }

    private static short StepOf(float sample)
    {
        var wide = double.IsNaN(sample) ? 0 : Math.Round(Math.Clamp(sample, -1.0, 1.0) * int.MaxValue);
        return (short)((int)wide >> 16);
    }

    private static void Put(Span<byte> file, int index, short sample) =>
        BinaryPrimitives.WriteInt16LittleEndian(file[(HeaderBytes + (index * SampleBytes))..], sample);

    private static byte[] Begin(int samples, int sampleRate, int channels)
    {
        var file = new byte[checked(HeaderBytes + (samples * SampleBytes))];
        var header = file.AsSpan(0, HeaderBytes);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)((long)sampleRate * channels * SampleBytes));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)(channels * SampleBytes));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8 * SampleBytes);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], file.Length - HeaderBytes);
        return file;
    }
}
