using Microsoft.Extensions.Time.Testing;

namespace AzureML.Scoring.Tests;

public sealed class RetryingTests
{
    private readonly List<double> _sleeps = [];

    [Theory]
    [InlineData(0, 0, 0.6)]
    [InlineData(0, 1, 0.8)]
    [InlineData(1, 0.5, 1.4)]
    [InlineData(2, 1, 3.2)]
    [InlineData(3, 1, 6.4)]
    [InlineData(4, 1, 8)]
    [InlineData(5, 0, 6)]
    [InlineData(1_000_000, 1, 8)]
    public void The_backoff_doubles_up_to_8_seconds_and_loses_up_to_a_quarter(int retry, double random, double seconds) =>
        Assert.Equal(seconds, Backoff.Wait(null, retry, random)!.Value.TotalSeconds, 6);

    [Theory]
    [InlineData(0.001, 0.001)]
    [InlineData(60, 60.0)]
    [InlineData(60.001, null)]
    [InlineData(922337203685, null)]
    public void A_wait_that_is_asked_for_is_obeyed_up_to_60_seconds(double asked, double? seconds) =>
        Assert.Equal(seconds, Backoff.Wait(TimeSpan.FromSeconds(asked), 3, 0)?.TotalSeconds);

    [Theory]
    [InlineData(true, 408)]
    [InlineData(true, 429)]
    [InlineData(true, 500)]
    [InlineData(true, 502)]
    [InlineData(true, 503)]
    [InlineData(true, 504)]
    [InlineData(true, 503, "x-ms-run-function-failed: False")]
    [InlineData(true, 424, "ms-azureml-model-error-reason: model_not_ready")]
    [InlineData(false, 424, "ms-azureml-model-error-reason: model_error")]
    [InlineData(false, 424)]
    [InlineData(false, 200)]
    [InlineData(false, 302)]
    [InlineData(false, 400)]
    [InlineData(false, 401)]
    [InlineData(false, 403)]
    [InlineData(false, 425)]
    [InlineData(false, 501)]
    [InlineData(false, 505)]
    [InlineData(false, 500, "x-ms-run-function-failed: False")]
    [InlineData(false, 500, "x-ms-run-function-failed: ")]
    [InlineData(false, 503, "x-ms-run-function-failed: true")]
    [InlineData(false, 424, "ms-azureml-model-error-reason: model_not_ready", "x-ms-run-function-failed: True")]
    public async Task A_reply_is_retried_if_it_may_pass(bool retried, int status, params string[] headers)
    {
        using Call call = FakeExchange.Call(retries: 1);
        await SendAsync(call, FakeExchange.Reply(status, headers));
        Assert.Equal(retried ? 2 : 1, call.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_is_retried_if_it_may_pass(bool isTransient)
    {
        using Call call = FakeExchange.Call(retries: 1);
        await SendAsync(call, new Failure(ScoringErrorKind.Connection, "x", new IOException(), isTransient));
        Assert.Equal(isTransient ? 2 : 1, call.Attempts);
    }

    [Fact]
    public async Task A_reply_that_is_too_large_is_not_retried()
    {
        using var message = new HttpResponseMessage();
        using Call call = FakeExchange.Call(retries: 3);
        await SendAsync(call, new Reply(503, message.Headers, new ReplyBody(default, 5, TooLong: true), default));
        Assert.Equal(1, call.Attempts);
    }

    [Fact]
    public async Task The_last_outcome_is_the_result()
    {
        using Call call = FakeExchange.Call(retries: 3);
        Outcome outcome = await SendAsync(call, FakeExchange.Reply(503), FakeExchange.Reply(502, "Retry-After: 7"), FakeExchange.Reply(503, "Retry-After: -7"), FakeExchange.Reply(504));
        Assert.Equal((504, 4), (Assert.IsType<Reply>(outcome).Status, call.Attempts));
        Assert.Equal([0.8, 7, 3.2], _sleeps);
    }

    [Fact]
    public async Task Without_retries_there_is_one_attempt()
    {
        using Call call = FakeExchange.Call(retries: 0);
        await SendAsync(call, FakeExchange.Reply(503));
        Assert.Equal((1, 0), (call.Attempts, _sleeps.Count));
    }

    [Theory]
    [InlineData(240, true)]
    [InlineData(269.9, true)]
    [InlineData(270, false)]
    [InlineData(299, false)]
    public async Task A_wait_that_would_pass_the_overall_limit_is_not_begun(double elapsed, bool retried)
    {
        var clock = new FakeTimeProvider();
        using Call call = FakeExchange.Call(clock, retries: 1);
        clock.Advance(TimeSpan.FromSeconds(elapsed));
        await SendAsync(call, FakeExchange.Reply(503, "Retry-After: 30"));
        Assert.Equal(retried ? 2 : 1, call.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_and_closing_end_a_wait_at_once(bool byClosing)
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "Retry-After: 50"));
        var clock = new SleepWitness();
        using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = server.Uri(), TimeProvider = clock, Environment = _ => null });
        using var caller = new CancellationTokenSource();
        Task<double[]> call = client.ScoreAsync(Make.Rows, caller.Token);
        await clock.Sleeping.Task.WaitAsync(TimeSpan.FromSeconds(20), Make.Stop);
        if (byClosing)
        {
            client.Dispose();
        }
        else
        {
            await caller.CancelAsync();
        }

        ScoringCanceledException error = await Assert.ThrowsAsync<ScoringCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(20), Make.Stop));
        Assert.Equal((1, 1), (error.Attempts, server.Requests.Count));
    }

    [Fact]
    public async Task All_attempts_of_a_call_send_the_same()
    {
        await using var server = new RawServer(RawServer.Reply("", "503 X", "retry-after-ms: 1"));
        using var client = new ScoringClient(server.Uri(), "abc");
        ScoringException error = await Assert.ThrowsAsync<ScoringException>(() => client.ScoreAsync(Make.Rows, Make.Stop));
        Assert.Equal((503, 4, 4), (error.Status, error.Attempts, server.Requests.Count));
        Assert.Single(server.Requests.Select(request => (request.Text, request.RequestLine, string.Join('\n', request.HeaderLines))).Distinct());
        Assert.All(server.Requests, request => Assert.Equal(error.ClientRequestId, request.Header("x-ms-client-request-id")));
    }

    private Task<Outcome> SendAsync(Call call, params Outcome[] outcomes)
    {
        Task Sleep(TimeSpan wait, CancellationToken cancellationToken)
        {
            _sleeps.Add(wait.TotalSeconds);
            return Task.CompletedTask;
        }

        return new Retrying(new FakeExchange(outcomes), Sleep, () => 1, onRetry: null).SendAsync(FakeExchange.Request, call);
    }

    /// <summary>A clock that stands still, and tells when somebody begins to wait for 50 seconds.</summary>
    private sealed class SleepWitness : FakeTimeProvider
    {
        public TaskCompletionSource Sleeping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.FromSeconds(50))
            {
                Sleeping.TrySetResult();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
