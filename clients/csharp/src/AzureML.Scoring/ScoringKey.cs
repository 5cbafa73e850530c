using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AzureML.Scoring;

/// <summary>A key that is sent as <c>Authorization: Bearer &lt;key&gt;</c> and prints as <c>***</c>.</summary>
/// <remarks>It has no public way back to the text, so that no logger or serializer can reach it.</remarks>
[DebuggerDisplay(Masked)]
public sealed class ScoringKey
{
    /// <summary>What stands in place of a key.</summary>
    internal const string Masked = "***";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Lazy<Regex> _echo;

    /// <summary>Takes the text of a key.</summary>
    /// <param name="value">At least one character, all of them visible ASCII (0x21 to 0x7E).</param>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is none that a header can carry.</exception>
    public ScoringKey(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "The key is empty.");
        }

        if (value.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "The key has a character outside visible ASCII (0x21 to 0x7E).");
        }

        _value = value;

        _echo = new Lazy<Regex>(() => EchoOf(value));
    }

    /// <summary>Value of the Authorization header.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Authorization => "Bearer " + _value;

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => Masked;

    /// <summary>The text with <c>***</c> in place of the key wherever it stands.</summary>
    internal string Mask(string text) => _echo.Value.Replace(text, Masked);

    /// <summary>The first bytes of a body, with <c>***</c> in place of the key wherever it stands. One that the cut goes through is masked whole.</summary>
    internal byte[] MaskStart(ReadOnlySpan<byte> body, int length)
    {
        // One character a byte: places in the text are places in the body.
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

    /// <summary>Finds the key in foreign text, with any of its characters escaped as JSON allows it: a service that echoes a + may well write \u002b.</summary>
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
