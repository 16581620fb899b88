namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>The machine's network: <c>network.sent</c>, <c>network.recv</c>, bytes over all interfaces since the run's start.</summary>
internal sealed class NetworkSensor : ISensor
{
    private readonly Func<NetworkGauge?> _measure;
    private readonly CounterStarts _starts;

    public NetworkSensor(Func<NetworkGauge?> measure, CounterStarts starts)
    {
        _measure = measure;
        _starts = starts;
        Read(new Reading());
    }

    public void Read(Reading reading)
    {
        if (_measure() is not { } network)
            return;

        reading.Add("network.sent", _starts.Since("network.sent", network.Sent));
        reading.Add("network.recv", _starts.Since("network.recv", network.Received));
    }
}
