namespace AzureML.Scoring.Tests;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1500", "2500", "9", 1.5)]
    [InlineData(null, "2500", "9", 2.5)]
    [InlineData(null, null, "9", 9.0)]
    [InlineData(null, null, " 0.25 ", 0.25)]
    [InlineData("0", null, "9", 9.0)]
    [InlineData("-5", "x", "9", 9.0)]
    [InlineData("NaN", "Infinity", "9", 9.0)]
    [InlineData("", "", "9", 9.0)]
    public void The_first_positive_finite_number_is_used(string? milliseconds, string? vendorMilliseconds, string? seconds, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetryAfter.Read(milliseconds, vendorMilliseconds, seconds, Now));

    [Theory]
    [InlineData("Tue, 24 Nov 2026 12:01:30 GMT")]
    [InlineData("Tuesday, 24-Nov-26 12:01:30 GMT")]
    [InlineData("Tue Nov 24 12:01:30 2026")]
    public void A_date_is_compared_with_the_current_time(string date) =>
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfter.Read(null, null, date, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("soon")]
    [InlineData("Tue, 24 Nov 2026 12:00:00 GMT")]
    [InlineData("Tue, 24 Nov 2026 11:59:59 GMT")]
    [InlineData("Tue, 24 Nov 2026 12:01:30")]
    [InlineData("Tue, 24 Nov 2026 12:01:30 +0000")]
    [InlineData("Mon, 24 Nov 2026 12:01:30 GMT")]
    [InlineData("tue, 24 nov 2026 12:01:30 GMT")]
    [InlineData("Tue, 1 Dec 2026 12:01:30 GMT")]
    [InlineData("Tue, 31 Nov 2026 12:01:30 GMT")]
    [InlineData("Tue Dec 1 12:00:00 2026")]
    public void A_value_that_is_invalid_or_not_positive_is_null(string? seconds) => Assert.Null(RetryAfter.Read(null, null, seconds, Now));

    [Theory]
    [InlineData("Tue Dec  1 12:00:00 2026")]
    [InlineData("Tue Dec 01 12:00:00 2026")]
    [InlineData("Tuesday, 01-Dec-26 12:00:00 GMT")]
    public void A_day_below_ten_is_padded_as_its_date_form_requires(string date) =>
        Assert.Equal(TimeSpan.FromDays(7), RetryAfter.Read(null, null, date, Now));

    [Fact]
    public void A_two_digit_year_is_read_as_in_POSIX() =>
        Assert.Equal(new DateTimeOffset(2068, 1, 1, 0, 0, 0, TimeSpan.Zero) - Now, RetryAfter.Read(null, null, "Sunday, 01-Jan-68 00:00:00 GMT", Now));

    [Fact]
    public void A_wait_too_short_for_a_time_span_becomes_the_shortest_one() =>
        Assert.Equal(TimeSpan.FromTicks(1), RetryAfter.Read(null, null, "1e-12", Now));

    [Fact]
    public void A_wait_too_long_for_a_time_span_becomes_the_longest_one() =>
        Assert.Equal(TimeSpan.MaxValue, RetryAfter.Read(null, null, "1e300", Now));
}
