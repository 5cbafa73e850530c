using System.Net.Http.Headers;
using System.Text.Json;

namespace AzureML.Scoring.Bench;

/// <summary>What one writes without a client: the same request, the whole reply, an array of doubles. Nothing is checked but the status.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _uri;

    public BareClient(string uri, string key)
    {
        _uri = new Uri(uri);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<double[]> ScoreAsync(double[][] rows)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Input(rows), BenchJson.Default.Input));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _http.PostAsync(_uri, content);
        response.EnsureSuccessStatusCode();
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        return JsonSerializer.Deserialize(body, BenchJson.Default.DoubleArray) ?? throw new JsonException("the reply is null");
    }

    public void Dispose() => _http.Dispose();
}
