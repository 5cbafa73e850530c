// The fragments of the README, each with what it takes for granted.
using System.Text.Json.Serialization;
using AzureML.Scoring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

internal sealed record Input(double[] Inputs);

internal sealed record Output(int[] Results);

[JsonSerializable(typeof(Input))]
[JsonSerializable(typeof(Output))]
internal sealed partial class AppJson : JsonSerializerContext;

internal sealed record Builder(IServiceCollection Services, IConfiguration Configuration);

internal static class Fragments
{
    public static async Task RunAsync()
    {
        using var payload = Connect("PAYLOAD_URI");
        Console.WriteLine($"[{string.Join(", ", (await Payload(payload, new Input([1]))).Results)}]");
        using var busy = Connect("BUSY_URI");
        Console.WriteLine($"[{string.Join(", ", await Errors(busy, [[1]], default))}]");
        await Call(busy, [[1]]);
    }

    private static ScoringClient Connect(string variable) =>
        new(new ScoringClientOptions { ScoringUri = Environment.GetEnvironmentVariable(variable) });

    private static async Task<Output> Payload(ScoringClient client, Input input)
    {
        // the README's sample 2
        return output;
    }

    private static async Task<double[]> Errors(ScoringClient client, double[][] rows, CancellationToken cancellationToken)
    {
        // the README's sample 4
    }

    private static async Task Call(ScoringClient client, double[][] rows)
    {
        // the README's sample 5
    }

    // Compiled only: the client's own tests make a client from configuration.
    private static void Register(Builder builder)
    {
        // the README's sample 3
    }
}
