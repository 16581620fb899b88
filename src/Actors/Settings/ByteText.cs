using System.Globalization;

namespace WandbActors.Actors.Settings;

/// <summary>Bytes as settings write them: <c>16 MiB</c>.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(long bytes)
    {
        var unit = 0;
        for (; unit < Units.Length - 1 && bytes >= 1024 && bytes % 1024 == 0; unit++)
            bytes /= 1024;
        return $"{bytes.ToString(CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
