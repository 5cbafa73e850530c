using System.Diagnostics;
using System.Text.Encodings.Web;

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
    private readonly string[] _spellings;

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

        // A service that sends the key back in JSON may have escaped it, and the body of an error is kept as it came.
        string escaped = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        string[] spellings = [value, escaped, escaped.Replace("/", @"\/", StringComparison.Ordinal), JavaScriptEncoder.Default.Encode(value)];
        _spellings = [.. spellings.Distinct(StringComparer.Ordinal).OrderByDescending(spelling => spelling.Length)];
    }

    /// <summary>Value of the Authorization header.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Authorization => "Bearer " + _value;

    /// <summary>All ways in which the key may stand in a reply, the longest first.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal IReadOnlyList<string> Spellings => _spellings;

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => Masked;

    /// <summary>The text with <c>***</c> in place of the key wherever it stands.</summary>
    internal string Mask(string text)
    {
        foreach (string spelling in _spellings)
        {
            text = text.Replace(spelling, Masked, StringComparison.Ordinal);
        }

        return text;
    }
}
