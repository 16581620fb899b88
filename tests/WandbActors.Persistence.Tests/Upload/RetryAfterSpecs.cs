using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Upload;

namespace WandbActors.Persistence.Tests.Upload;

public sealed class RetryAfterSpecs
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 1.25 ", 1.25)]
    [InlineData("604800", 604800)]
    [InlineData("Mon, 23 Nov 2026 08:01:30 GMT", 90)]
    [InlineData("Mon, 23 Nov 2026 07:59:00 GMT", 0)]
    public void Seconds_and_dates_are_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Parse(text, _time));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("604801")]
    [InlineData("Tue, 23 Nov 2027 08:00:00 GMT")]
    [InlineData("99999999999999999999999999999999999999")]
    public void What_is_no_wait_counts_as_not_given(string text) => Assert.Null(RetryAfter.Parse(text, _time));
}
