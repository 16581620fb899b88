// Each of these specs uses all cores, and the outage looks at one process's memory over time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
