using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AzureML.Scoring.Tests;

/// <summary>A loopback server that replies and closes each connection as soon as it has the first bytes of a request.</summary>
internal sealed class EarlyReply : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EarlyReply(string reply)
    {
        _listener.Start();
        _ = ServeAsync(Encoding.ASCII.GetBytes(reply));
    }

    public string Uri => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/score";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(byte[] reply)
    {
        while (true)
        {
            using Socket connection = await _listener.AcceptSocketAsync(Make.Stop);
            await connection.ReceiveAsync(new byte[1000], Make.Stop);
            await connection.SendAsync(reply, Make.Stop);
        }
    }
}
