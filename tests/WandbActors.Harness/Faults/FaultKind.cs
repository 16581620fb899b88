
namespace WandbActors.Harness.Faults;

/// <summary>One way in which a request goes wrong.</summary>
/// <param name="Name">Its line in the table.</param>
/// <param name="Suits">Whether it can happen to a request of this kind.</param>
/// <param name="Make">Makes the fault.</param>
internal sealed record FaultKind(string Name, Func<string, bool> Suits, Func<Fault> Make);
