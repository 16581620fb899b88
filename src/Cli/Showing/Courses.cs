using WandbActors.Cli.Reading;
using WandbActors.Persistence.Records;

namespace WandbActors.Cli.Showing;

/// <summary>The courses of a run's metrics, thinned out as they grow: each takes 2 KB, however long the run. One thread.</summary>
internal sealed class Courses
{
    private readonly List<MetricCourse?> _courses = [];
    private ColumnNames? _names;

    public void Add(LoggedRow row)
    {
        _names = row.Names;
        foreach (var cell in row.Cells)
        {
            if (row.Names[cell.Column] is not ['_', ..] && cell.TryGetNumber(out var number))
                CourseOf(cell.Column).Add(number);
        }
    }

    public IReadOnlyList<(string Name, IReadOnlyList<double> Points)> ByName() =>
    [
        .. _courses.Index().Where(course => course.Item is not null)
            .Select(course => (Name: _names![course.Index], course.Item!.Points)).OrderBy(course => course.Name, StringComparer.Ordinal),
    ];

    private MetricCourse CourseOf(int column)
    {
        while (_courses.Count <= column)
            _courses.Add(null);
        return _courses[column] ??= new MetricCourse();
    }
}
