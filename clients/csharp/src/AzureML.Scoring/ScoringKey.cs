using System.Diagnostics;

namespace AzureML.Scoring;

/// <summary>A key that is sent as <c>Authorization: Bearer &lt;key&gt;</c> and printed as <c>***</c>.</summary>
/// <remarks>No public member returns the text, so loggers and serializers cannot reach it.</remarks>
[DebuggerDisplay(Masked)]
public sealed class ScoringKey
{
    /// <summary>Replaces the key in texts.</summary>
    internal const string Masked = "***";

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

        Value = value;
    }

    /// <summary>The text of the key.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Value { get; }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Authorization => "Bearer " + Value;

    /// <summary>Always <c>***</c>.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => Masked;
}
