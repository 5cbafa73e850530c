namespace AzureML.Scoring;

/// <summary>Checks the scoring URI and keeps its path and query to the letter.</summary>
internal static class ScoringUri
{
    /// <summary>Makes a <see cref="Uri"/> whose path and query are those of the text, character by character.</summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the text is no scoring URI.</exception>
    /// <remarks>The messages do not repeat the text: a URI can carry a secret.</remarks>
    public static Uri Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E'))
        {
            throw Bad("The scoring URI has whitespace, a control character or a character outside ASCII.");
        }

        int authorityStart = text.IndexOf("://", StringComparison.Ordinal) + 3;
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw Bad("The scoring URI is not an absolute http or https URI.");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            throw Bad("The scoring URI has a fragment.");
        }

        int authorityLength = text.AsSpan(authorityStart).IndexOfAny('/', '?');
        int authorityEnd = authorityLength < 0 ? text.Length : authorityStart + authorityLength;
        if (text.AsSpan(authorityStart..authorityEnd).Contains('@'))
        {
            throw Bad("The scoring URI has user information before its host.");
        }

        // HTTP has no empty path, and the option below keeps the platform from putting one in.
        bool hasPath = authorityEnd < text.Length && text[authorityEnd] == '/';
        string withPath = hasPath ? text : text.Insert(authorityEnd, "/");
        try
        {
            return new Uri(withPath, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }
        catch (UriFormatException e)
        {
            throw Bad("The scoring URI has no valid host and port.", e);
        }
    }

    private static ScoringException Bad(string message, Exception? cause = null) => new(ScoringErrorKind.Configuration, message, cause);
}
