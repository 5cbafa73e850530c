using System.Buffers;

namespace AzureML.Scoring.Tool;

/// <summary>Puts a JSON text in one line without touching its numbers and strings.</summary>
internal static class CompactJson
{
    /// <summary>Copies a JSON text without the whitespace between its tokens.</summary>
    /// <param name="json">Valid JSON, UTF-8.</param>
    /// <param name="line">Where to write it.</param>
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
