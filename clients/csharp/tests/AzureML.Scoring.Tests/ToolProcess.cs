using System.Diagnostics;
using System.Text.Json;

namespace AzureML.Scoring.Tests;

/// <summary>The program azureml-scoring in a process, started as a shell or the harness starts it.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "azureml-scoring.dll");

    private readonly Process _process;

    public ToolProcess(string arguments, string? uri = null, string? key = null)
        : this(["dotnet", Program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], uri, key)
    {
    }

    private ToolProcess(string[] command, string? uri, string? key)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZUREML_SCORING_URI"] = uri ?? "";
        start.Environment["AZUREML_SCORING_KEY"] = key ?? "";
        start.Environment["AZUREML_SCORING_RETRIES"] = "0";
        _process = Process.Start(start)!;
    }

    /// <summary>Runs the program until it exits.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string arguments, byte[] input, string? uri = null, string? key = null)
    {
        using var tool = new ToolProcess(arguments, uri, key);
        return await tool.RunAsync(input);
    }

    /// <summary>Runs the program until it exits, started by a shell with a redirection.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunInShellAsync(string arguments, string redirection, string input, string? uri = null)
    {
        using var tool = new ToolProcess(["/bin/sh", "-c", $"exec dotnet \"$0\" {arguments} {redirection}", Program], uri, key: null);
        return await tool.RunAsync(System.Text.Encoding.UTF8.GetBytes(input));
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
            // With bad usage the program exits before it reads its input.
        }

        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return (_process.ExitCode, await output, await errors);
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync(Make.Stop);
    }

    /// <summary>Sends a request without waiting for its answer.</summary>
    public Task SendAsync(string method, int id, string parameters) => SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");

    /// <summary>Returns the next line of standard output. Fails the test after 30 seconds instead of hanging.</summary>
    public async Task<string> ReceiveAsync() =>
        await _process.StandardOutput.ReadLineAsync(Make.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Make.Stop) ?? throw new EndOfStreamException("the session ended");

    /// <summary>Sends a request with the id 1 and returns its answer.</summary>
    public async Task<JsonElement> AskAsync(string method, string parameters)
    {
        await SendAsync(method, 1, parameters);
        return Make.Json(await ReceiveAsync());
    }

    public Task<JsonElement> OpenAsync(string uri, string more = "") =>
        AskAsync("open", $$$"""{"client":"c","config":{"uri":"{{{uri}}}","retries":0{{{more}}}}}""");

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Closes standard input and waits until the program exits.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> StatusAsync()
    {
        EndInput();
        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return _process.ExitCode;
    }

    /// <summary>Waits until the program exits, without closing its input.</summary>
    /// <returns>The exit status and the rest of standard output.</returns>
    public async Task<(int Status, string Remainder)> ExitAsync()
    {
        string rest = await _process.StandardOutput.ReadToEndAsync(Make.Stop);
        await _process.WaitForExitAsync(Make.Stop).WaitAsync(TimeSpan.FromSeconds(30), Make.Stop);
        return (_process.ExitCode, rest);
    }

    /// <summary>Closes the reading end of the program's standard output.</summary>
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
