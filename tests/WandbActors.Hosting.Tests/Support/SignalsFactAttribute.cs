using WandbActors.Testing;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A spec that sends signals to a program that it starts.</summary>
public sealed class SignalsFactAttribute : FactAttribute
{
    public SignalsFactAttribute() => Skip = ProgramSignals.ReasonToSkip;
}
