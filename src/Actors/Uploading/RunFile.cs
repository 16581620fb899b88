namespace WandbActors.Actors.Uploading;

/// <summary>A file of the run that is to be sent.</summary>
/// <param name="Name">Its path below <c>files/</c>, with slashes.</param>
/// <param name="Content">What it is to hold; <c>null</c> for a file that is there already.</param>
/// <param name="IsLive">Whether it is to be sent again whenever it changes.</param>
internal sealed record RunFile(string Name, ReadOnlyMemory<byte>? Content = null, bool IsLive = false);
