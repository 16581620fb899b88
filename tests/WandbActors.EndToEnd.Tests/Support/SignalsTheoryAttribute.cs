namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>As <see cref="SignalsFactAttribute"/>, for many.</summary>
public sealed class SignalsTheoryAttribute : TheoryAttribute
{
    public SignalsTheoryAttribute() => Skip = SignalsFactAttribute.ReasonToSkip;
}
