using System.Globalization;

namespace AzureML.Scoring;

/// <summary>Reads how long a reply asks to wait.</summary>
internal static class RetryAfter
{
    // The three forms of RFC 9110, section 5.6.7: the one in use, and two obsolete ones that must still be read.
    private static readonly string[] DateForms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>The first of the three headers that holds a positive, finite number; null if none does.</summary>
    /// <param name="retryAfterMs"><c>retry-after-ms</c>, milliseconds.</param>
    /// <param name="vendorRetryAfterMs"><c>x-ms-retry-after-ms</c>, milliseconds.</param>
    /// <param name="retryAfter"><c>Retry-After</c>, seconds or an HTTP date.</param>
    /// <param name="now">What a date is counted from.</param>
    public static TimeSpan? Read(string? retryAfterMs, string? vendorRetryAfterMs, string? retryAfter, DateTimeOffset now) =>
        Positive(Number(retryAfterMs) / 1000)
        ?? Positive(Number(vendorRetryAfterMs) / 1000)
        ?? Positive(Number(retryAfter) ?? SecondsUntil(retryAfter, now));

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static double? SecondsUntil(string? text, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(
            text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset date)
            ? (date - now).TotalSeconds
            : null;

    private static TimeSpan? Positive(double? seconds) => seconds switch
    {
        null => null,
        double value when !double.IsFinite(value) || value <= 0 => null,
        double value when value >= TimeSpan.MaxValue.TotalSeconds => TimeSpan.MaxValue,
        double value => TimeSpan.FromSeconds(value),
    };
}
