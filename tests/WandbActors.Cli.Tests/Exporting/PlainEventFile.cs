using System.Globalization;
using WandbActors.Testing;

namespace WandbActors.Cli.Exporting;

/// <summary>
/// A second reader of TensorBoard's event files, written from the format's description and sharing no code with the product: TFRecord frames, byte by byte, their
/// checksums bit by bit, and the fields of the messages by their numbers. Throws at whatever is wrong.
/// </summary>
internal sealed class PlainEventFile
{
    private const int WallTime = 1, Step = 2, FileVersion = 3, SummaryField = 5;
    private const int Tag = 1, SimpleValue = 2, Image = 4, Histo = 5, Tensor = 8, Metadata = 9;

    private readonly List<PlainEvent> _events = [];

    public IReadOnlyList<PlainEvent> Events => _events;

    public static PlainEventFile Read(string path)
    {
        var file = new PlainEventFile();
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length;)
        {
            var header = bytes[at..(at + 8)];
            Check(header, bytes[(at + 8)..(at + 12)]);
            var length = 0;
            for (var place = 7; place >= 0; place--)
                length = (length << 8) | header[place];
            var message = bytes[(at + 12)..(at + 12 + length)];
            Check(message, bytes[(at + 12 + length)..(at + 16 + length)]);
            file._events.Add(PlainEvent.Of(message));
            at += 16 + length;
        }

        return file;
    }

    private static void Check(byte[] bytes, byte[] stored)
    {
        var crc = 0xFFFF_FFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F6_3B78u : crc >> 1; // Castagnoli's polynomial, reflected
        }

        crc = ~crc;
        var masked = unchecked(((crc >> 15) | (crc << 17)) + 0xA282_EAD8u);
        var there = (uint)(stored[0] | (stored[1] << 8) | (stored[2] << 16) | (stored[3] << 24));
        if (masked != there)
            throw new InvalidDataException($"A checksum is {there:x8} and should be {masked:x8}.");
    }

    internal sealed record PlainEvent(double Time, long At, string Version, IReadOnlyDictionary<string, PlainValue> Values)
    {
        public static PlainEvent Of(byte[] message)
        {
            var fields = PlainField.Parse(message);
            var values = fields.Where(field => field.Number == SummaryField).SelectMany(summary => summary.Fields).Select(value => new PlainValue(value.Fields));
            return new PlainEvent(
                BitConverter.UInt64BitsToDouble(fields.Single(field => field.Number == WallTime).Value),
                (long)(fields.FirstOrDefault(field => field.Number == Step)?.Value ?? 0),
                fields.FirstOrDefault(field => field.Number == FileVersion)?.Text ?? "",
                values.ToDictionary(value => value.Name));
        }
    }

    internal sealed class PlainValue(IReadOnlyList<PlainField> fields)
    {
        public string Name => One(fields, Tag)!.Text;

        public float Scalar => BitConverter.UInt32BitsToSingle((uint)One(fields, SimpleValue)!.Value);

        public byte[] ImageFile => One(One(fields, Image)!.Fields, 4)!.Bytes;

        /// <summary>The text of a tensor that says that it is one.</summary>
        public string Text => One(One(One(fields, Metadata)!.Fields, 1)!.Fields, 1)!.Text == "text" && One(One(fields, Tensor)!.Fields, 1)!.Value == 7
            ? One(One(fields, Tensor)!.Fields, 8)!.Text
            : throw new InvalidDataException("This is no text.");

        /// <summary>Least, greatest, number, upper edges and counts of a histogram.</summary>
        public string Histogram
        {
            get
            {
                var parts = One(fields, Histo)!.Fields;
                double[] numbers = [.. ((int[])[1, 2, 3]).Select(number => BitConverter.UInt64BitsToDouble(One(parts, number)?.Value ?? 0)), .. Doubles(parts, 6), .. Doubles(parts, 7)];
                return string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
            }
        }

        private static IEnumerable<double> Doubles(IReadOnlyList<PlainField> parts, int number) =>
            One(parts, number)!.Bytes.Chunk(8).Select(bytes => BitConverter.ToDouble(bytes));

        private static PlainField? One(IReadOnlyList<PlainField> parts, int number) => parts.SingleOrDefault(part => part.Number == number);
    }
}
