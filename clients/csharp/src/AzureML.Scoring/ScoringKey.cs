using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>A key that is sent as <c>Authorization: Bearer &lt;key&gt;</c> and printed as <c>***</c>.</summary>
/// <remarks>No public member returns the text, so loggers and serializers cannot reach it.</remarks>
[DebuggerDisplay(Masked)]
public sealed class ScoringKey
{
    /// <summary>Replaces the key in texts.</summary>
    internal const string Masked = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Lazy<Regex> _echo;

    /// <summary>Creates a key.</summary>
    /// <param name="value">The text of the key: one or more characters, all visible ASCII (0x21 to 0x7E).</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is empty or contains another character.</exception>
    public ScoringKey(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "the key is empty");
        }

        if (value.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "the key contains a character that is not visible ASCII");
        }

        _value = value;

        _echo = new Lazy<Regex>(() => EchoOf(value));
    }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Authorization => "Bearer " + _value;

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => Masked;

    /// <summary>The text with every occurrence of the key replaced by <c>***</c>.</summary>
    internal string Mask(string text) => _echo.Value.Replace(text, Masked);

    /// <summary>The first <paramref name="length"/> bytes of a body, with every occurrence of the key replaced by <c>***</c>. An occurrence that crosses the limit is replaced as a whole.</summary>
    internal byte[] MaskStart(ReadOnlySpan<byte> body, int length)
    {
        // In Latin-1 one character is one byte, so positions in the text are positions in the body.
        string text = Encoding.Latin1.GetString(body);
        var kept = new StringBuilder(length);
        int copied = 0;
        for (Match echo = _echo.Value.Match(text); echo.Success && echo.Index < length; echo = echo.NextMatch())
        {
            kept.Append(text, copied, echo.Index - copied).Append(Masked);
            copied = echo.Index + echo.Length;
        }

        kept.Append(text, copied, Math.Max(0, Math.Min(length, text.Length) - copied));
        return Encoding.Latin1.GetBytes(kept.ToString());
    }

    /// <summary>Matches the key in text from a service, with any of its characters escaped as JSON allows: a service may echo <c>+</c> as <c>\u002b</c>.</summary>
    private static Regex EchoOf(string value)
    {
        var pattern = new StringBuilder();
        foreach (char character in value)
        {
            string plain = Regex.Escape(character.ToString());
            pattern.Append(CultureInfo.InvariantCulture, $@"(?:\\u(?i:{(int)character:x4})|\\{plain}|{plain})");
        }

        return new Regex(pattern.ToString(), RegexOptions.CultureInvariant);
    }
}
