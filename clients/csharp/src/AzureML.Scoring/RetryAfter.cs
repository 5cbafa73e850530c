using System.Globalization;

namespace AzureML.Scoring;

/// <summary>Reads how long a reply asks the caller to wait.</summary>
internal static class RetryAfter
{
    // The three forms of RFC 9110, section 5.6.7. The last is listed twice: its day is padded with a zero or with a space.
    private static readonly string[] DateForms =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM dd HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    private static readonly DateTimeFormatInfo DateFormat = English();

    /// <summary>The wait in the first of the three headers that gives a positive, finite one; null if none does.</summary>
    /// <param name="retryAfterMs"><c>retry-after-ms</c>, milliseconds.</param>
    /// <param name="vendorRetryAfterMs"><c>x-ms-retry-after-ms</c>, milliseconds.</param>
    /// <param name="retryAfter"><c>Retry-After</c>, seconds or an HTTP date.</param>
    /// <param name="now">The current time, from which a date is counted.</param>
    public static TimeSpan? Read(string? retryAfterMs, string? vendorRetryAfterMs, string? retryAfter, DateTimeOffset now) =>
        Positive(Number(retryAfterMs) / 1000)
        ?? Positive(Number(vendorRetryAfterMs) / 1000)
        ?? Positive(Number(retryAfter) ?? SecondsUntil(retryAfter, now));

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static double? SecondsUntil(string? text, DateTimeOffset now)
    {
        foreach (string form in DateForms)
        {
            // Parsing accepts variants, such as lower case. Only a date that formats back to the same text has exactly this form.
            if (DateTimeOffset.TryParseExact(text, form, DateFormat, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
                && date.ToString(form, DateFormat) == text)
            {
                return (date - now).TotalSeconds;
            }
        }

        return null;
    }

    private static TimeSpan? Positive(double? seconds) => seconds switch
    {
        null => null,
        double value when !double.IsFinite(value) || value <= 0 => null,
        double value when value >= TimeSpan.MaxValue.TotalSeconds => TimeSpan.MaxValue,
        double value => TimeSpan.FromTicks(Math.Max(1, TimeSpan.FromSeconds(value).Ticks)),
    };

    private static DateTimeFormatInfo English()
    {
        var format = (DateTimeFormatInfo)DateTimeFormatInfo.InvariantInfo.Clone();

        // As in POSIX, two-digit years from 69 on belong to the previous century.
        format.Calendar = new GregorianCalendar { TwoDigitYearMax = 2068 };
        return format;
    }
}
