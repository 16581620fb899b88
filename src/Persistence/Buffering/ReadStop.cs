namespace WandbActors.Persistence.Buffering;

/// <summary>Why a reader has no item now.</summary>
internal enum ReadStop
{
    /// <summary>Everything that was appended has been read. Park, or come again.</summary>
    End = 0,

    /// <summary>An append is writing the next item. Come again; there is nothing to wait for but nanoseconds.</summary>
    BeingWritten,

    /// <summary>The next row waits for deferred values. Come again, or give them up.</summary>
    WaitingForValues,
}
