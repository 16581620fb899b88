using System.Text;

namespace WandbActors.Testing;

/// <summary>One field of a protobuf message: its number, and its value as a number or as bytes.</summary>
public sealed record PlainField(int Number, ulong Value, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The fields of the message that this field holds.</summary>
    public IReadOnlyList<PlainField> Fields => Parse(Bytes);

    /// <summary>The fields of a message, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message.</exception>
    public static IReadOnlyList<PlainField> Parse(byte[] message)
    {
        var fields = new List<PlainField>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            fields.Add((tag & 7) switch
            {
                0 => new PlainField(number, Varint(message, ref at), []),
                1 => new PlainField(number, BitConverter.ToUInt64(Take(message, ref at, 8)), []),
                2 => new PlainField(number, 0, Take(message, ref at, Varint(message, ref at))),
                5 => new PlainField(number, BitConverter.ToUInt32(Take(message, ref at, 4)), []),
                var type => throw new InvalidDataException($"wire type {type}"),
            });
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Take(message, ref at, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a varint of more than ten bytes");
    }

    private static byte[] Take(byte[] message, ref int at, ulong count)
    {
        if (count > (ulong)(message.Length - at))
            throw new InvalidDataException("a field reaches over the end of its message");

        var start = at;
        at += (int)count;
        return message[start..at];
    }
}
