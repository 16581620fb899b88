namespace WandbActors.TestKit;

/// <summary>
/// A device that computes values, as a GPU does: they are logged at once and come later, out of order, or never. A run waits for none of them; one that has not
/// come within <c>wandb.deferred.timeout</c> (60 s) is logged as NaN and counted in the ledger. A simulation has one; with a real run it takes the
/// system's clock. Any thread.
/// </summary>
public sealed class SimulatedDevice
{
    private readonly FakeDevice _device;

    /// <param name="time">Its clock: <c>simulation.Time</c>, or the system's for real runs.</param>
    public SimulatedDevice(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _device = new FakeDevice(time) { MaxQueued = int.MaxValue }; // whoever logs is never to wait, also not for a device that has stopped
    }

    /// <summary>How long each value takes that says nothing else.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Latency { get; set; }

    /// <summary>Whether it does nothing just now.</summary>
    public bool IsStalled => _device.IsStopped;

    /// <summary>A value that the device computes: log it like any other, once.</summary>
    /// <param name="number">What it will be.</param>
    /// <param name="stream">The queue that it is computed in. Values of one queue come in their order, those of different queues may overtake one another.</param>
    /// <param name="takes">How long it takes once the queue has come to it; <see cref="Latency"/> by default.</param>
    public MetricValue Value(double number, int stream = 0, TimeSpan? takes = null) =>
        _device.Tensor(number, stream).Compute(takes ?? Latency).Deferred();

    /// <summary>From now on it does nothing, and says nothing of it.</summary>
    public void Stall() => _device.Stop();

    /// <summary>It goes on where it was.</summary>
    public void GoOn() => _device.GoOn();

    /// <summary>It fails for good: nothing more can be had from it.</summary>
    /// <param name="reason">What it says.</param>
    public void Fail(string reason) => _device.Fail(reason);
}
