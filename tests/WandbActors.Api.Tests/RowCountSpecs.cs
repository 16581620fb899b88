namespace WandbActors.Api.Tests;

public class RowCountSpecs
{
    private RowCount _rows = new();

    [Fact]
    public void Each_complete_call_is_a_row()
    {
        Assert.True(_rows.Take(null, commit: true));
        Assert.True(_rows.Take(null, commit: true));
    }

    [Fact]
    public void Calls_that_a_commit_joins_are_one_row()
    {
        Assert.False(_rows.Take(null, commit: false));
        Assert.False(_rows.Take(null, commit: false));
        Assert.True(_rows.Take(null, commit: true));
        Assert.True(_rows.Take(null, commit: true));
    }

    [Fact]
    public void The_first_call_at_a_higher_step_is_a_row()
    {
        Assert.True(_rows.Take(0, commit: false));
        Assert.False(_rows.Take(0, commit: false));
        Assert.True(_rows.Take(4, commit: false));
        Assert.True(_rows.Take(5, commit: true));
        Assert.True(_rows.Take(6, commit: true));
    }

    [Fact]
    public void A_commit_of_a_step_that_was_counted_is_no_other_row()
    {
        Assert.True(_rows.Take(3, commit: false));
        Assert.False(_rows.Take(null, commit: false));
        Assert.False(_rows.Take(null, commit: true));
        Assert.True(_rows.Take(null, commit: true));

        Assert.True(_rows.Take(7, commit: false));
        Assert.False(_rows.Take(7, commit: true));
        Assert.True(_rows.Take(null, commit: true));
    }

    [Fact]
    public void Late_calls_do_not_count_and_change_nothing()
    {
        Assert.True(_rows.Take(8, commit: false));
        Assert.False(_rows.Take(3, commit: true));
        Assert.False(_rows.Take(-1, commit: false));
        Assert.False(_rows.Take(null, commit: true));
        Assert.True(_rows.Take(9, commit: false));
    }
}
