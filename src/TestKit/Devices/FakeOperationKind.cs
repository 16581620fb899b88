namespace WandbActors.TestKit;

/// <summary>The operations that a <see cref="FakeDevice"/> knows.</summary>
internal enum FakeOperationKind
{
    /// <summary>Nothing; it takes its time.</summary>
    Compute,

    /// <summary>Writes a number into the tensor.</summary>
    Set,

    /// <summary>Adds a number to the tensor.</summary>
    Add,

    /// <summary>Copies the tensor into a slot of the process's memory.</summary>
    Copy,
}
