using WandbActors.Actors.Monitoring;

namespace WandbActors.Actors.Tests.Monitoring;

/// <summary>A sensor that reads how often it has been read, fails when it is told to, and hangs while it is told to. It is made as often as a sensor is.</summary>
internal sealed class ScriptedSensor(string name)
{
    private readonly ManualResetEventSlim _released = new(initialState: true);
    private TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    public NamedSensor Named => new(name, Make);

    public bool Fails { get; set; }

    public bool FailsToStart { get; set; }

    /// <summary>How often it was made.</summary>
    public int Starts { get; private set; }

    /// <summary>Hangs from the next reading on; done when it does.</summary>
    public Task HangAsync()
    {
        _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _released.Reset();
        return _hanging.Task;
    }

    public void Release() => _released.Set();

    private ISensor Make()
    {
        Starts++;
        return FailsToStart ? throw new InvalidOperationException("no driver") : new Instance(this);
    }

    private sealed class Instance(ScriptedSensor script) : ISensor
    {
        public void Read(Reading reading)
        {
            if (script.Fails)
                throw new IOException("no such device");

            if (!script._released.IsSet)
            {
                script._hanging.TrySetResult();
                script._released.Wait(TimeSpan.FromSeconds(60));
            }

            reading.Add(script.Named.Name, ++script._reads);
        }
    }
}
