using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A spec that mounts a filesystem.</summary>
public sealed class MountsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(FindReasonToSkip);

    public MountsFactAttribute() => Skip = Reason.Value;

    private static string? FindReasonToSkip()
    {
        if (!OperatingSystem.IsLinux())
            return "The filesystems of these specs are mounted as Linux does it.";
        if (!Environment.IsPrivilegedProcess)
            return "Only root may mount filesystems.";

        try
        {
            using var disk = SmallDisk.Ext4(mebibytes: 4);
            disk.Freeze();
            disk.Thaw();
            return null;
        }
        catch (Exception problem)
        {
            return $"No filesystem can be mounted and frozen here: {problem.Message}";
        }
    }
}
