namespace WandbActors;

/// <summary>What the program goes on doing with a file that it has added to an artifact.</summary>
public enum FileUse
{
    /// <summary>It may change or remove the file: the artifact gets a copy. The default; W&amp;B calls it "mutable".</summary>
    Copy = 0,

    /// <summary>
    /// It leaves the file's content as it is: the artifact holds the file itself, by a hard link, and no bytes are copied. The file may be removed
    /// or replaced by another of its name, but not written into. A file on another disk is copied. W&amp;B calls it "immutable".
    /// </summary>
    Link = 1,
}
