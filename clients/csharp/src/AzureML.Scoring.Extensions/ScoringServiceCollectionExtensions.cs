using AzureML.Scoring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients with dependency injection.</summary>
/// <remarks>
/// Registered clients are singletons, which the container disposes of. Their settings are validated when the host starts. They
/// log each further attempt at level Information, to the category <c>AzureML.Scoring.ScoringClient</c>.
/// </remarks>
public static class ScoringServiceCollectionExtensions
{
    /// <summary>Registers an <see cref="IScoringClient"/> for one service.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The section with the members of <see cref="ScoringClientSettings"/>; an unknown member is an error.</param>
    /// <returns>The settings, which can be changed further, for instance with a key from a vault.</returns>
    public static OptionsBuilder<ScoringClientSettings> AddScoringClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton<IScoringClient>(provider => Create(provider, Options.Options.DefaultName));
        return AddSettings(services, Options.Options.DefaultName, configuration);
    }

    /// <summary>Registers an <see cref="IScoringClient"/> for one of several services, with its name as the key: <c>[FromKeyedServices(name)]</c>.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the client.</param>
    /// <param name="configuration">The section with the members of <see cref="ScoringClientSettings"/>; an unknown member is an error.</param>
    /// <returns>The settings, which can be changed further, for instance with a key from a vault.</returns>
    public static OptionsBuilder<ScoringClientSettings> AddScoringClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddKeyedSingleton<IScoringClient>(name, (provider, _) => Create(provider, name));
        return AddSettings(services, name, configuration);
    }

    private static OptionsBuilder<ScoringClientSettings> AddSettings(IServiceCollection services, string name, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ScoringClientSettings>, SettingsValidator>());
        return services.AddOptions<ScoringClientSettings>(name)
            .Bind(configuration, static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
    }

    /// <remarks>
    /// The client keeps its own handler, rather than one of <c>IHttpClientFactory</c>. That factory makes short-lived clients cheap
    /// and follows changes of DNS; a singleton whose handler replaces its connections every 15 minutes needs neither. And what an
    /// application adds to all clients of the factory would act below the client's retries: a resilience handler multiplies the
    /// attempts, and the default logging writes the path of the URI, which can contain a secret.
    /// </remarks>
    private static ScoringClient Create(IServiceProvider provider, string name)
    {
        ILogger logger = (ILogger?)provider.GetService<ILogger<ScoringClient>>() ?? NullLogger.Instance;
        ScoringClientSettings settings = provider.GetRequiredService<IOptionsMonitor<ScoringClientSettings>>().Get(name);
        return new ScoringClient(settings.ToOptions(retry => RetryLog.Retry(logger, retry.ClientRequestId, retry.Outcome, retry.Wait.TotalSeconds)));
    }
}
