using WandbActors.Persistence.Records;

namespace WandbActors.TestKit;

/// <summary>One number in the memory of a <see cref="FakeDevice"/>. What is done to it is queued, and done when the device comes to it.</summary>
internal sealed class FakeTensor(FakeDevice device, nint stream)
{
    /// <summary>What the device has made of it by now: not what the program has asked for.</summary>
    public double Memory { get; set; }

    public FakeTensor Set(double value) => Queue(new FakeOperation(this, FakeOperationKind.Set, value));

    public FakeTensor Add(double value) => Queue(new FakeOperation(this, FakeOperationKind.Add, value));

    /// <summary>Has the device compute something that takes its time.</summary>
    /// <param name="duration">How long, beside what the device says.</param>
    public FakeTensor Compute(TimeSpan duration = default) => Queue(new FakeOperation(this, FakeOperationKind.Compute, Ticks: duration.Ticks));

    /// <summary>Its value at this moment, as a row takes it: a number that comes later, or is given up when too many are under way.</summary>
    public MetricValue Deferred()
    {
        if (device.Slots.TryTake() is not { } slot)
            return new GivenUpValue(DeferredLoss.DeviceFull);

        slot.Begin(stream);
        Queue(new FakeOperation(this, FakeOperationKind.Copy, Slot: slot));
        return slot;
    }

    private FakeTensor Queue(FakeOperation operation)
    {
        device.StreamOf(stream).Queue(operation);
        return this;
    }
}
