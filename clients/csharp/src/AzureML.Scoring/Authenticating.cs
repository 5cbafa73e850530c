namespace AzureML.Scoring;

/// <summary>Adds the credential to each request. If the service refuses it, tries another one if there is one, once in a call. A script's own 401 is not about the credential.</summary>
internal sealed class Authenticating(IExchange inner, ICredential credential) : IExchange
{
    private const int Unauthorized = 401; // 403 is about what the caller may do, so another credential changes nothing

    public async Task<Outcome> SendAsync(Request request, Call call)
    {
        ScoringKey? sent = await credential.CurrentAsync(call.Token).ConfigureAwait(false);
        Outcome outcome = await inner.SendAsync(request with { Credential = sent }, call).ConfigureAwait(false);
        if (sent is null || outcome is not Reply { Status: Unauthorized, ModelFailed: false } || call.CredentialReplaced)
        {
            return outcome;
        }

        ScoringKey? other = await credential.AfterRefusalAsync(sent, call.Token).ConfigureAwait(false);
        if (other is null)
        {
            return outcome;
        }

        call.CredentialReplaced = true;
        return await inner.SendAsync(request with { Credential = other }, call).ConfigureAwait(false);
    }
}
