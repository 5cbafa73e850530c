using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace AzureML.Scoring.Tool;

/// <summary>The three standard streams, opened so that a closed one is detected.</summary>
internal static class StandardStreams
{
    private static readonly SafeFileHandle Output = new(1, ownsHandle: false);

    /// <summary>Standard input; empty if it was closed before the program started.</summary>
    public static Stream OpenInput() => WasClosed(0) ? Stream.Null : Console.OpenStandardInput();

    /// <summary>Standard output, unbuffered; writes fail if it was closed before the program started.</summary>
    /// <remarks>
    /// The console's stream reports success when it writes to a closed pipe. A <see cref="FileStream"/> reports the error, but
    /// does not advance the file offset that a shell shares among programs, so files use the console's stream.
    /// </remarks>
    public static Stream OpenOutput() => WasClosed(1) ? new MemoryStream([], writable: false) : OpenLiveOutput();

    /// <summary>Standard error; output is discarded if it was closed before the program started.</summary>
    public static TextWriter OpenErrors() => WasClosed(2) ? TextWriter.Null : Console.Error;

    /// <summary>True if the exception means that a standard stream cannot be written or read.</summary>
    public static bool IsBroken(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    private static Stream OpenLiveOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(Output, FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return Console.OpenStandardOutput();
    }

    /// <summary>True if the descriptor was closed before the program started. By now the runtime has reused it for a file.</summary>
    /// <remarks>The runtime opens files with close-on-exec, a flag that no inherited descriptor can have. Detected only on Linux.</remarks>
    private static bool WasClosed(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        string description = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{descriptor}");
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
        {
            return false;
        }

        try
        {
            string flags = File.ReadLines(description).First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), fromBase: 8) & CloseOnExec) != 0;
        }
        catch (IOException)
        {
            return true; // the descriptor does not exist
        }
    }
}
