namespace WandbActors.Persistence.Records;

/// <summary>How a collection of numbers is written.</summary>
internal enum NumberForm
{
    /// <summary>As W&amp;B takes a tensor: one number is that number, a few are a list, many are a histogram.</summary>
    Value,

    /// <summary>As a part of a list: as <see cref="Value"/>, but one number is a list of one.</summary>
    Part,

    /// <summary>Always as a list.</summary>
    List,
}
