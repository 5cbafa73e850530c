using System.Diagnostics;
using System.Text.Json;

namespace AzureML.Scoring.Tests;

/// <summary>The program itself, as a shell or the harness starts it.</summary>
internal sealed class Door : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "azureml-scoring.dll");

    private readonly Process _process;

    public Door(string verb, string? uri = null, string? key = null)
        : this(["dotnet", Program, .. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries)], uri, key)
    {
    }

    private Door(string[] command, string? uri, string? key)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZUREML_SCORING_URI"] = uri ?? "";
        start.Environment["AZUREML_SCORING_KEY"] = key ?? "";
        _process = Process.Start(start)!;
    }

    /// <summary>Runs a door to its end.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string verb, byte[] input, string? uri = null, string? key = null)
    {
        using var door = new Door(verb, uri, key);
        return await door.RunAsync(input);
    }

    /// <summary>Runs a door to its end, with a redirection of a shell.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunInShellAsync(string verb, string redirection, string input, string? uri = null)
    {
        using var door = new Door(["/bin/sh", "-c", $"exec dotnet \"$0\" {verb} {redirection}", Program], uri, key: null);
        return await door.RunAsync(System.Text.Encoding.UTF8.GetBytes(input));
    }

    private async Task<(int Status, string Output, string Errors)> RunAsync(byte[] input)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync(Make.Stop);
        Task<string> errors = _process.StandardError.ReadToEndAsync(Make.Stop);
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(input, Make.Stop);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Bad usage ends the program before it reads.
        }

        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return (_process.ExitCode, await output, await errors);
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync(Make.Stop);
    }

    /// <summary>The next line; an answer that never comes fails the test instead of hanging it.</summary>
    public async Task<string> ReceiveAsync() =>
        await _process.StandardOutput.ReadLineAsync(Make.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Make.Stop) ?? throw new EndOfStreamException("The session ended.");

    /// <summary>Sends a request with the id 1 and returns its answer.</summary>
    public async Task<JsonElement> AskAsync(string method, string parameters)
    {
        await SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        return Make.Json(await ReceiveAsync());
    }

    public Task<JsonElement> OpenAsync(string uri, string more = "") =>
        AskAsync("open", $$$"""{"client":"c","config":{"uri":"{{{uri}}}","retries":0{{{more}}}}}""");

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Closes the input, if it is open, and waits for the end of the program.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> StatusAsync()
    {
        EndInput();
        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return _process.ExitCode;
    }

    /// <summary>Waits for the end of the program without closing its input.</summary>
    /// <returns>The exit status, and what was still printed.</returns>
    public async Task<(int Status, string Remainder)> ExitAsync()
    {
        string rest = await _process.StandardOutput.ReadToEndAsync(Make.Stop);
        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return (_process.ExitCode, rest);
    }

    /// <summary>Closes the reading end of the program's output.</summary>
    public void StopReading() => _process.StandardOutput.Close();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
