using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Bookmarks;

namespace WandbActors.Persistence.Tests.Bookmarks;

public sealed class UploadBookmarkSpecs
{
    [Fact]
    public void It_says_what_the_newest_event_says()
    {
        var bookmark = After(new BookmarkOpened(new(100, 7, 0)), Advanced(10), Advanced(25), new BookmarkCompleted());

        Assert.Equal(25, bookmark.RecordNumber);
        Assert.Equal(new LineCounts(25, 5, 1), bookmark.Lines);
        Assert.Equal(new LineCounts(100, 7, 0), bookmark.Bases);
        Assert.True(bookmark.IsCompleted);
    }

    [Fact]
    public void Bases_once_known_never_change()
    {
        var bookmark = After(new BookmarkOpened(new(100, 7, 0)), new BookmarkOpened(new(130, 9, 0)));

        Assert.Equal(new LineCounts(100, 7, 0), bookmark.Bases);
    }

    [Fact]
    public void One_advance_says_all_when_the_events_before_it_are_gone()
    {
        var bookmark = After(new BookmarkAdvanced(25, new(20, 3, 2), new(100, 7, 0)));

        Assert.Equal(After(new BookmarkOpened(new(100, 7, 0)), new BookmarkAdvanced(25, new(20, 3, 2), new(100, 7, 0))), bookmark);
    }

    [Property]
    public Property Advances_may_come_twice_and_in_any_order(PositiveInt[] numbers)
    {
        var inOrder = After([.. numbers.Select(number => number.Get).Order().Select(Advanced)]);
        var asTheyCame = After([.. numbers.Concat(numbers).Select(number => Advanced(number.Get))]);

        return (inOrder == asTheyCame).ToProperty();
    }

    private static UploadBookmark After(params IBookmarkEvent[] events) =>
        events.Aggregate(new UploadBookmark("log"), (bookmark, happened) => bookmark.Apply(happened));

    private static BookmarkAdvanced Advanced(int number) => new(number, new(number, number / 5, number / 25), new(100, 7, 0));
}
