namespace WandbActors.Persistence.Records;

/// <summary>A task's result as a deferred value. It may be logged any number of times.</summary>
internal sealed class DeferredTask<T>(Task<T> task, Func<T, MetricValue> convert) : DeferredValue
{
    protected internal override void Bind(DeferredPlace place)
    {
        if (task.IsCompleted)
            Deliver(place);
        else
            task.ContinueWith(
                static (_, state) =>
                {
                    var (value, place) = ((DeferredTask<T>, DeferredPlace))state!;
                    value.Deliver(place);
                },
                (this, place),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }

    private void Deliver(DeferredPlace place)
    {
        if (task.IsCompletedSuccessfully)
        {
            place.Fill(convert(task.Result));
            return;
        }

        _ = task.Exception; // looked at: it is no exception that nobody observed
        place.GiveUp();
    }
}
