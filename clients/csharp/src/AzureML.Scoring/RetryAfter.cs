using System.Globalization;

namespace AzureML.Scoring;

/// <summary>Reads how long a reply asks to wait.</summary>
internal static class RetryAfter
{
    // The three forms of RFC 9110, section 5.6.7, the last of them with its day written in either way.
    private static readonly string[] DateForms =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM dd HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    private static readonly DateTimeFormatInfo DateFormat = English();

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

    private static double? SecondsUntil(string? text, DateTimeOffset now)
    {
        foreach (string form in DateForms)
        {
            // What comes out otherwise than it went in was not quite that form, such as one in lower case.
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

        // Years of two digits from 69 on belong to the last century, as they do in POSIX.
        format.Calendar = new GregorianCalendar { TwoDigitYearMax = 2068 };
        return format;
    }
}
