namespace WandbActors.Actors.Uploading;

/// <summary>The log could not be read; the uploader starts again.</summary>
internal sealed class UploadPipelineException(Exception cause) : Exception(cause.Message, cause);
