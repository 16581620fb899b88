using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>Doubles as W&amp;B's client writes them: in the shortest digits that read back the same, and never without a point or an exponent.</summary>
internal static class PythonNumber
{
    public static void Write(double number, PythonForm form, IBufferWriter<byte> writer)
    {
        if (!double.IsFinite(number))
        {
            if (form == PythonForm.Compact)
                writer.Write("null"u8);
            else
                writer.Advance(ValueJson.FormatDouble(number, writer.GetSpan(ValueJson.MaxNumberBytes)));
            return;
        }

        // The usual case: .NET, too, writes the shortest digits, in plain notation where both forms do.
        if (number == 0 || Math.Abs(number) is >= 1e-4 and < 1e15)
            WritePlain(number, writer);
        else
            Encoding.ASCII.GetBytes(WithExponent(number, form), writer);
    }

    private static void WritePlain(double number, IBufferWriter<byte> writer)
    {
        var target = writer.GetSpan(ValueJson.MaxNumberBytes);
        Utf8Formatter.TryFormat(number, target, out var length);
        if (!target[..length].Contains((byte)'.'))
            ".0"u8.CopyTo(target[length..]);
        writer.Advance(target[..length].Contains((byte)'.') ? length : length + 2);
    }

    // Where plain notation ends differs between the two, and so does how an exponent looks.
    private static string WithExponent(double number, PythonForm form)
    {
        // Either with an exponent or, if large, as a whole number.
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var sign = number < 0 ? "-" : "";
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : parts[0].Length - 1;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        if (exponent >= 0 && exponent < 16)
            return $"{sign}{digits.PadRight(exponent + 1, '0')[..(exponent + 1)]}.{(digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0")}";
        if (exponent < 0 && exponent >= (form == PythonForm.Compact ? -5 : -4))
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";

        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return form == PythonForm.Compact
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{exponent}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
