using System.Diagnostics;

namespace AzureML.Scoring.Tests;

public sealed class CallActivityTests : IDisposable
{
    private const string Secret = "s3cr3t";

    // Tests of other classes run at the same time, and must not be traced.
    private readonly AsyncLocal<bool> _isTraced = new();
    private readonly ActivityListener _listener;
    private readonly List<Activity> _activities = [];

    public CallActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "AzureML.Scoring",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => _isTraced.Value ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _activities.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_call_is_one_activity()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Client(server);
        _isTraced.Value = true;
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Null(Activity.Current);
        Activity activity = Assert.Single(_activities);
        Assert.Equal(("score", ActivityKind.Client, ActivityStatusCode.Unset), (activity.OperationName, activity.Kind, activity.Status));
        Assert.Equal(
            [
                ("http.request.method", "POST"),
                ("http.response.status_code", 200),
                ("server.address", "127.0.0.1"),
                ("server.port", server.Port),
            ],
            Tags(activity));
    }

    [Fact]
    public async Task A_failed_call_has_the_status_and_the_number_of_attempts_after_the_first()
    {
        await using var server = new RawServer(RawServer.Reply(Secret, "503 X", "retry-after-ms: 1"));
        using ScoringClient client = Client(server);
        _isTraced.Value = true;
        await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Activity activity = Assert.Single(_activities);
        Assert.Equal((ActivityStatusCode.Error, null), (activity.Status, activity.StatusDescription));
        Assert.Equal(
            [
                ("error.type", "503"),
                ("http.request.method", "POST"),
                ("http.request.resend_count", 2),
                ("http.response.status_code", 503),
                ("server.address", "127.0.0.1"),
                ("server.port", server.Port),
            ],
            Tags(activity));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "response-format")]
    [InlineData("SMTP\r\n\r\n", "connection")]
    public async Task An_error_without_a_status_of_its_own_has_its_kind(string answer, string type)
    {
        await using var server = new RawServer(answer);
        using ScoringClient client = Client(server);
        _isTraced.Value = true;
        await Assert.ThrowsAsync<ScoringException>(() => client.CallAsync(ScoringOperation.Swagger, new ScoringCallOptions { Retries = 0 }, Make.Stop));
        Activity activity = Assert.Single(_activities);
        Assert.Equal(("swagger", type), (activity.OperationName, activity.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_timeout_and_a_cancellation_are_told_apart()
    {
        await using var server = new RawServer(RawServer.Hang);
        using ScoringClient client = Client(server);
        _isTraced.Value = true;
        await Assert.ThrowsAsync<ScoringException>(
            () => client.CallAsync(ScoringOperation.Health, new ScoringCallOptions { OverallTimeout = TimeSpan.FromMilliseconds(1) }, Make.Stop));
        await Assert.ThrowsAsync<ScoringCanceledException>(() => client.HealthAsync(new CancellationToken(canceled: true)));
        Assert.Equal(["timeout", "cancelled"], _activities.Select(activity => activity.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_call_that_nobody_traces_is_sent_as_ever()
    {
        await using var server = new RawServer(RawServer.Reply("[1]"));
        using ScoringClient client = Client(server);
        await client.ScoreAsync(Make.Rows, Make.Stop);
        Assert.Empty(_activities);
        Assert.Null(Assert.Single(server.Requests).Header("traceparent"));
    }

    /// <summary>All tags in the order of their names, none of which shows a secret.</summary>
    private static (string Name, object? Value)[] Tags(Activity activity)
    {
        (string Name, object? Value)[] tags = [.. activity.TagObjects.Select(tag => (tag.Key, tag.Value)).OrderBy(tag => tag.Key, StringComparer.Ordinal)];
        Assert.All(tags, tag => Assert.DoesNotContain(Secret, $"{tag.Value}", StringComparison.Ordinal));
        return tags;
    }

    private static ScoringClient Client(RawServer server) => new(new ScoringClientOptions
    {
        ScoringUri = server.Uri($"/{Secret}/score?code={Secret}"),
        Key = new ScoringKey(Secret),
        Retries = 2,
        Environment = _ => null,
    });
}
