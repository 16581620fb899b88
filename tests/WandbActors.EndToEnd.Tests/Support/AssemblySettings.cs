// The specs look at what is said on the console and left in shared memory, and both belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
