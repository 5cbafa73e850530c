using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AzureML.Scoring;

/// <summary>Replaces secrets in texts from a service by <c>***</c>, also if JSON escapes are in them: a service may echo <c>+</c> as <c>\u002b</c> or <c>\+</c>. Immutable.</summary>
/// <remarks>
/// Nothing is compiled for a secret. The time grows with the length of the text, whatever the service put into it.
/// </remarks>
internal sealed class Secrets
{
    private const int EscapeLength = 6; // \u002b

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string[] _values;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SearchValues<char> _firsts;

    /// <param name="values">The secrets: visible ASCII, none of them empty.</param>
    public Secrets(string[] values)
    {
        _values = values;
        _firsts = SearchValues.Create(['\\', .. values.Select(value => value[0])]);
        LongestEcho = values.Length == 0 ? 0 : EscapeLength * values.Max(value => value.Length);
    }

    /// <summary>The length of the longest secret if each of its characters is escaped.</summary>
    public int LongestEcho { get; }

    /// <summary>The text with every occurrence of a secret replaced by <c>***</c>.</summary>
    public string Mask(string text) => MaskStart(text, text.Length, isCut: false);

    /// <summary>The text, masked; null if there is none.</summary>
    public string? MaskOrNull(string? text) => text is null ? null : Mask(text);

    /// <summary>The first <paramref name="length"/> bytes of a body, masked. A secret that crosses the limit is replaced as a whole.</summary>
    /// <param name="body">UTF-8. Beyond <paramref name="length"/> at most <see cref="LongestEcho"/> bytes are looked at.</param>
    /// <param name="length">How many bytes are wanted.</param>
    /// <param name="isCut">True if the body is incomplete. Its end can then cut through a secret, so the beginning of one there is replaced too.</param>
    public string MaskStart(ReadOnlySpan<byte> body, int length, bool isCut)
    {
        if (_values.Length == 0)
        {
            return Encoding.UTF8.GetString(body[..Math.Min(length, body.Length)]);
        }

        // In Latin-1 one character is one byte, so positions in the text are positions in the body.
        string text = Encoding.Latin1.GetString(body[..Math.Min(length + LongestEcho, body.Length)]);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(MaskStart(text, Math.Min(length, text.Length), isCut)));
    }

    private string MaskStart(string text, int length, bool isCut)
    {
        if (_values.Length == 0)
        {
            return text;
        }

        var echo = new Echo(text, isCut);
        StringBuilder? masked = null;
        int copied = 0;
        int start = 0;
        while (text.AsSpan(start, Math.Max(0, length - start)).IndexOfAny(_firsts) is int distance and >= 0)
        {
            start += distance;
            int end = -1;
            foreach (string value in _values)
            {
                end = Math.Max(end, echo.End(start, value));
            }

            if (end < 0)
            {
                start++;
                continue;
            }

            masked = (masked ?? new StringBuilder(length)).Append(text, copied, start - copied).Append(ScoringKey.Masked);
            copied = start = end;
        }

        string rest = text[copied..Math.Max(copied, length)];
        return masked is null ? rest : masked.Append(rest).ToString();
    }

    /// <summary>Finds echoes of secrets in one text.</summary>
    private sealed class Echo(string text, bool isCut)
    {
        // The places up to which the text can spell a secret so far. There is rarely more than one.
        private List<int> _places = [];
        private List<int> _next = [];

        /// <summary>Where an echo of the secret that starts at this place ends, the longest one; -1 if none starts here. One that the end of the text cuts ends there.</summary>
        public int End(int start, string secret)
        {
            _places.Clear();
            _places.Add(start);
            foreach (char character in secret)
            {
                _next.Clear();
                foreach (int place in _places)
                {
                    if (isCut && place > start && EndsBeforeCharacterAt(place))
                    {
                        return text.Length;
                    }

                    Advance(place, character);
                }

                if (_next.Count == 0)
                {
                    return -1;
                }

                (_places, _next) = (_next, _places);
            }

            return _places.Max();
        }

        /// <summary>Whether the text ends here or within an escape that starts here.</summary>
        private bool EndsBeforeCharacterAt(int place) => text.AsSpan(place) is [] or ['\\'] or ['\\', 'u', .. { Length: < EscapeLength - 2 }];

        private void Advance(int place, char character)
        {
            ReadOnlySpan<char> rest = text.AsSpan(place);
            if (rest is [char plain, ..] && plain == character)
            {
                Add(place + 1);
            }

            if (rest is ['\\', char escaped, ..] && escaped == character)
            {
                Add(place + 2);
            }

            if (rest is ['\\', 'u', _, _, _, _, ..]
                && ushort.TryParse(rest[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
                && code == character)
            {
                Add(place + EscapeLength);
            }
        }

        private void Add(int place)
        {
            if (!_next.Contains(place))
            {
                _next.Add(place);
            }
        }
    }
}
