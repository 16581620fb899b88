using WandbActors.Testing;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A spec that sends signals to programs that it starts.</summary>
public sealed class SignalsTheoryAttribute : TheoryAttribute
{
    public SignalsTheoryAttribute() => Skip = ProgramSignals.ReasonToSkip;
}
