namespace AzureML.Scoring.Tests;

public sealed class AuthenticatingTests
{
    private static readonly Reply Refused = FakeExchange.Reply(401);
    private static readonly Reply Accepted = FakeExchange.Reply(200);

    [Fact]
    public async Task Without_a_key_nothing_is_sent_and_nothing_is_tried()
    {
        var inner = new FakeExchange(Refused);
        Assert.Equal(401, await StatusAsync(new Authenticating(inner, new KeyCredential())));
        Assert.Equal([null], inner.Sent);
    }

    [Fact]
    public async Task A_single_key_is_sent_once()
    {
        var inner = new FakeExchange(Refused);
        Assert.Equal(401, await StatusAsync(new Authenticating(inner, new KeyCredential(new ScoringKey("one")))));
        Assert.Equal(["one"], inner.Sent);
    }

    [Fact]
    public async Task The_other_key_is_sent_after_a_401_and_from_then_on()
    {
        var inner = new FakeExchange(Refused, Accepted, Accepted, Refused, Accepted);
        var exchange = new Authenticating(inner, Two());
        Assert.Equal(200, await StatusAsync(exchange));
        Assert.Equal(200, await StatusAsync(exchange));
        Assert.Equal(200, await StatusAsync(exchange));
        Assert.Equal(["one", "two", "two", "two", "one"], inner.Sent);
    }

    [Fact]
    public async Task Two_refused_keys_are_two_requests()
    {
        var inner = new FakeExchange(Refused);
        Assert.Equal(401, await StatusAsync(new Authenticating(inner, Two())));
        Assert.Equal(["one", "two"], inner.Sent);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(503)]
    [InlineData(401, "x-ms-run-function-failed: True")]
    public async Task Other_replies_change_nothing(int status, params string[] headers)
    {
        var inner = new FakeExchange(FakeExchange.Reply(status, headers));
        Assert.Equal(status, await StatusAsync(new Authenticating(inner, Two())));
        Assert.Equal(["one"], inner.Sent);
    }

    [Fact]
    public async Task The_key_is_changed_once_in_a_call_however_many_attempts_it_has()
    {
        var inner = new FakeExchange(Refused, Accepted, Refused);
        var exchange = new Authenticating(inner, Two());
        using Call call = FakeExchange.Call();
        await exchange.SendAsync(FakeExchange.Request, call);
        await exchange.SendAsync(FakeExchange.Request, call);
        Assert.Equal(["one", "two", "two"], inner.Sent);
        Assert.Equal(3, call.Attempts);
    }

    [Fact]
    public async Task Of_two_calls_that_are_refused_together_the_second_does_not_change_the_key_back()
    {
        ScoringKey one = new("one"), two = new("two");
        var credential = new KeyCredential(one, two);
        Assert.Same(two, await credential.AfterRefusalAsync(one, Make.Stop));
        Assert.Same(two, await credential.AfterRefusalAsync(one, Make.Stop));
        Assert.Same(two, await credential.CurrentAsync(Make.Stop));
    }

    private static KeyCredential Two() => new(new ScoringKey("one"), new ScoringKey("two"));

    private static async Task<int> StatusAsync(Authenticating exchange)
    {
        using Call call = FakeExchange.Call();
        return Assert.IsType<Reply>(await exchange.SendAsync(FakeExchange.Request, call)).Status;
    }
}
