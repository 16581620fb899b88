using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A port that passes bytes on to another one, both ways, and cuts all connections when it is told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = [];
    private Task _accepting = Task.CompletedTask;
    private int _to;
    private long _bytes;

    public CuttingProxy() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes have gone through.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Begin(int to)
    {
        _to = to;
        _accepting = AcceptAsync();
    }

    /// <summary>Cuts what goes through just now. New connections are let through.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Close();
        _connections.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        var server = new TcpClient();
        _connections[client] = _connections[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _to);
            await Task.WhenAll(PassAsync(client.GetStream(), server.GetStream()), PassAsync(server.GetStream(), client.GetStream()));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }

        client.Close();
        server.Close();
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var bytes = new byte[16 << 10];
        while (await from.ReadAsync(bytes) is > 0 and var count)
        {
            await to.WriteAsync(bytes.AsMemory(0, count));
            Interlocked.Add(ref _bytes, count);
        }

        to.Close();
    }
}
