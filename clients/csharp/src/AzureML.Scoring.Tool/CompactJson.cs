using System.Buffers;

namespace AzureML.Scoring.Tool;

/// <summary>Writes JSON on one line without changing its numbers and strings.</summary>
internal static class CompactJson
{
    /// <summary>Copies JSON without the whitespace between its tokens.</summary>
    /// <param name="json">Valid JSON, UTF-8.</param>
    /// <param name="line">Receives the copy.</param>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> line)
    {
        Span<byte> target = line.GetSpan(json.Length);
        int length = 0;
        bool inString = false;
        for (int i = 0; i < json.Length; i++)
        {
            byte current = json[i];
            if (inString && current == (byte)'\\')
            {
                target[length++] = current;
                current = json[++i];
            }
            else if (current == (byte)'"')
            {
                inString = !inString;
            }
            else if (!inString && current is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            target[length++] = current;
        }

        line.Advance(length);
    }
}
