using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AzureML.Scoring.Tests;

/// <summary>A loopback server that records each request byte by byte and sends whatever answer a test defines.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>Starts a server that calls <paramref name="answer"/> after each complete request.</summary>
    public RawServer(Func<Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Starts a server that sends the same answer to every request.</summary>
    public RawServer(string answer)
        : this((stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop).AsTask())
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests so far, in order.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = [];

    /// <summary>Counts the requests, so that a test can wait for one that is not answered.</summary>
    public SemaphoreSlim Received { get; } = new(0);

    /// <summary>Counts the connections that the client closed.</summary>
    public SemaphoreSlim Closed { get; } = new(0);

    public string Uri(string pathAndQuery = "/score") => $"http://127.0.0.1:{Port}{pathAndQuery}";

    public static string Reply(string body, string status = "200 OK", params string[] headers)
    {
        string lines = string.Concat(headers.Select(header => header + "\r\n"));
        return $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{lines}\r\n{body}";
    }

    public static Task Hang(Stream stream, CancellationToken stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        Received.Dispose();
        Closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(connection));
            }
        }
        finally
        {
            await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                NetworkStream stream = connection.GetStream();
                while (await ReceivedRequest.ReadAsync(stream, _stop.Token) is ReceivedRequest request)
                {
                    Requests.Enqueue(request);
                    Received.Release();
                    await _answer(stream, _stop.Token);
                }

                Closed.Release();
            }
            catch (IOException)
            {
                Closed.Release(); // a reset by the client also closes the connection
            }
        }
    }
}

/// <summary>A request exactly as received.</summary>
internal sealed record ReceivedRequest(string RequestLine, IReadOnlyList<string> HeaderLines, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The only value of a header; null if it is missing.</summary>
    public string? Header(string name) =>
        HeaderLines.SingleOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public static async Task<ReceivedRequest?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!EndsWithBlankLine(head))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var request = new ReceivedRequest(lines[0], lines[1..], []);
        byte[] body = new byte[int.Parse(request.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return request with { Body = body };
    }

    private static bool EndsWithBlankLine(List<byte> head) => head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}
