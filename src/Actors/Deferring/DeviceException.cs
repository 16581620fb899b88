namespace WandbActors.Actors.Deferring;

/// <summary>A device has failed for good: nothing that is awaited from it will come.</summary>
internal sealed class DeviceException(string message) : Exception(message);
