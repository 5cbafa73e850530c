using System.Net.Http.Headers;
using System.Text;

namespace AzureML.Scoring.Tests;

/// <summary>Gives prepared outcomes, one after the other, and records what was sent.</summary>
internal sealed class FakeExchange(params Outcome[] outcomes) : IExchange
{
    public List<string?> Sent { get; } = [];

    public static Request Request { get; } = new(ScoringOperation.Rows(Make.Rows), new Uri("http://h/score"));

    public Task<Outcome> SendAsync(Request request, Call call)
    {
        call.Token.ThrowIfCancellationRequested();
        call.CountAttempt();
        Sent.Add(request.Credential?.Value);
        return Task.FromResult(outcomes[Math.Min(Sent.Count, outcomes.Length) - 1]);
    }

    public static Call Call(TimeProvider? clock = null, int retries = 3) =>
        new(new Secrets([]), CallLimits.Of(retries, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300)), clock ?? TimeProvider.System, CancellationToken.None, CancellationToken.None);

    public static Reply Reply(int status, params string[] headers)
    {
        using var message = new HttpResponseMessage();
        HttpResponseHeaders all = message.Headers;
        foreach (string[] header in headers.Select(header => header.Split(": ")))
        {
            all.TryAddWithoutValidation(header[0], header[1]);
        }

        return new Reply(status, all, new ReplyBody(Encoding.ASCII.GetBytes("[1]"), 3, TooLong: false), DateTimeOffset.UnixEpoch);
    }
}
