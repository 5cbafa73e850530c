using Microsoft.Win32.SafeHandles;

namespace AzureML.Scoring.Tool;

/// <summary>Standard output as a stream that does not hide that nobody reads it.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Opens standard output, unbuffered.</summary>
    /// <remarks>
    /// The console's own stream drops what is written to a closed pipe and reports success. A file's stream reports it,
    /// but does not move the offset that a shell shares among programs; so a file is left to the console's stream.
    /// </remarks>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return Console.OpenStandardOutput();
    }

    /// <summary>True if the exception says that what was written will not be read.</summary>
    /// <remarks>A descriptor that was closed before the program began shows as one that may not be written to.</remarks>
    public static bool IsClosed(Exception e) => e is IOException or UnauthorizedAccessException;
}
