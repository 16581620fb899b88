namespace WandbActors.Actors.Monitoring;

/// <summary>A sensor of a run's monitor.</summary>
/// <param name="Name">Its name, for its actor and for people.</param>
/// <param name="Create">Makes it, on its actor's thread; called again when it has failed.</param>
internal sealed record NamedSensor(string Name, Func<ISensor> Create);
