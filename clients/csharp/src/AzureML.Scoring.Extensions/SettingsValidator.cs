using Microsoft.Extensions.Options;

namespace AzureML.Scoring;

/// <summary>Validates settings by the client's own rules, so that there is one set of them.</summary>
internal sealed class SettingsValidator : IValidateOptions<ScoringClientSettings>
{
    public ValidateOptionsResult Validate(string? name, ScoringClientSettings options)
    {
        try
        {
            // A new client has only checked its settings: it opens its first connection with its first call.
            using var client = new ScoringClient(options.ToOptions(onRetry: null));
            return ValidateOptionsResult.Success;
        }
        catch (ScoringException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
    }
}
