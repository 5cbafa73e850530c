namespace AzureML.Scoring;

/// <summary>The body of a reply, as far as it is kept.</summary>
/// <param name="Kept">The body, or its beginning.</param>
/// <param name="Length">How many bytes came.</param>
/// <param name="TooLong">True if more came than the limit for replies allows; the rest was not read.</param>
internal readonly record struct ReplyBody(ReadOnlyMemory<byte> Kept, long Length, bool TooLong)
{
    private const int FirstBuffer = 1 << 20;
    private const int DiscardBuffer = 1 << 14;

    /// <summary>Reads a body to its end, or until it is longer than the limit. Nothing else reads one.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="declared">Its declared length in bytes, if any. It only sizes the first buffer.</param>
    /// <param name="keep">How many bytes are needed. The others are counted, and not held.</param>
    /// <param name="limit">How many bytes may come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ReplyBody> ReadAsync(Stream stream, long? declared, long keep, long limit, CancellationToken cancellationToken)
    {
        int most = (int)Math.Min(Math.Min(keep, limit), Array.MaxLength);

        // One byte more than declared: the end of the body is found without another buffer.
        byte[] kept = new byte[(int)Math.Min(most, Math.Min((declared ?? DiscardBuffer) + 1, FirstBuffer))];
        byte[]? discarded = null;
        int held = 0;
        long length = 0;
        while (true)
        {
            if (held == kept.Length && held < most)
            {
                Array.Resize(ref kept, (int)Math.Min(most, 2L * held));
            }

            bool isKept = held < most;
            Memory<byte> free = isKept ? kept.AsMemory(held) : discarded ??= new byte[DiscardBuffer];
            int read = await stream.ReadAsync(free, cancellationToken).ConfigureAwait(false);
            length += read;
            held += isKept ? read : 0;
            if (read == 0 || length > limit)
            {
                return new ReplyBody(kept.AsMemory(0, held), length, TooLong: length > limit);
            }
        }
    }
}
