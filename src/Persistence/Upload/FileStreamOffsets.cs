namespace WandbActors.Persistence.Upload;

/// <summary>
/// Where a log's next lines go in the run's files on the server. All start at the server's line counts, 0 for a fresh run. History and
/// events move with each line; <see cref="Console"/> stays, since console lines carry numbers of their own, counted from it.
/// </summary>
internal readonly record struct FileStreamOffsets(long History, long Events, long Console);
