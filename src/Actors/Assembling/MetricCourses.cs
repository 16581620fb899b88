using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>The courses of metrics by their numbers in the key book: each is searched for by its name once. Owned by the assembler.</summary>
internal sealed class MetricCourses(KeyBook keys, MetricSampler sampler)
{
    private (bool IsKnown, MetricCourse? Course)[] _courses = new (bool, MetricCourse?)[64];

    /// <summary>Adds a number or flag; <c>null</c> has no place in a course.</summary>
    public void Add(int key, MetricValueKind kind, long bits)
    {
        if (kind == MetricValueKind.Null)
            return;

        if (key >= _courses.Length)
            Array.Resize(ref _courses, Math.Max(key + 1, _courses.Length * 2));
        ref var known = ref _courses[key];
        if (!known.IsKnown)
            known = (true, sampler.CourseOf(keys[key].Encoded.ToString()));
        known.Course?.Add(JsonNumber.TryRead(kind, bits, out var number) ? number : bits);
    }
}
