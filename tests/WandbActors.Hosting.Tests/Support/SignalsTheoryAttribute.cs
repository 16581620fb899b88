namespace WandbActors.Hosting.Tests.Support;

/// <inheritdoc cref="SignalsFactAttribute"/>
public sealed class SignalsTheoryAttribute : TheoryAttribute
{
    public SignalsTheoryAttribute() => Skip = SignalsFactAttribute.ReasonToSkip;
}
