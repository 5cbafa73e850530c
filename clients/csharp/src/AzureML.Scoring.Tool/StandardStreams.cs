using Microsoft.Win32.SafeHandles;

namespace AzureML.Scoring.Tool;

/// <summary>The three standard streams, without hiding that one of them is closed.</summary>
internal static class StandardStreams
{
    private static readonly SafeFileHandle Output = new(1, ownsHandle: false);

    /// <summary>Standard input; one that was closed before the program started is at its end.</summary>
    public static Stream OpenInput() => WasClosed(0) ? Stream.Null : Console.OpenStandardInput();

    /// <summary>Standard output, unbuffered.</summary>
    /// <remarks>
    /// The console's own stream drops what is written to a closed pipe and reports success. A file's stream reports it,
    /// but does not move the offset that a shell shares among programs; so a file is left to the console's stream.
    /// </remarks>
    public static Stream OpenOutput() => WasClosed(1) ? new MemoryStream([], writable: false) : OpenLiveOutput();

    /// <summary>Standard error.</summary>
    public static TextWriter OpenErrors() => WasClosed(2) ? TextWriter.Null : Console.Error;

    /// <summary>True if the exception says that a standard stream does not take what is written to it, or gives nothing to read.</summary>
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

    /// <summary>True if the descriptor was closed before the program started. The runtime has a file of its own there now.</summary>
    /// <remarks>Its own files are closed on exec, which no descriptor is that came through one. Only Linux tells.</remarks>
    private static bool WasClosed(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        string description = $"/proc/self/fdinfo/{descriptor}";
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
            return true; // there is no such descriptor
        }
    }
}
