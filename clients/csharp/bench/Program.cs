// Measures the client beside the bare HTTP library, for `dotnet run -c Release --project bench -- URI KEY CALLS ROUNDS`.
using System.Globalization;
using AzureML.Scoring;
using AzureML.Scoring.Bench;

if (args is not [string uri, string key, string callsText, string roundsText]
    || !int.TryParse(callsText, NumberStyles.None, CultureInfo.InvariantCulture, out int calls)
    || !int.TryParse(roundsText, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds)
    || calls == 0)
{
    await Console.Error.WriteLineAsync("usage: AzureML.Scoring.Bench URI KEY CALLS ROUNDS (CALLS in each of the ROUNDS, at least 1)");
    return 2;
}

double[][] rows =
[
    [
        0.0199132141783263, 0.0506801187398187, 0.104808689473925, 0.0700725447072635, -0.0359677812752396,
        -0.0266789028311707, -0.0249926566315915, -0.00259226199818282, 0.00371173823343597, 0.0403433716478807,
    ],
    [
        -0.0127796318808497, -0.044641636506989, 0.0606183944448076, 0.0528581912385822, 0.0479653430750293,
        0.0293746718291555, -0.0176293810234174, 0.0343088588777263, 0.0702112981933102, 0.00720651632920303,
    ],
];

// Without retries: a failed call ends the program instead of making its round slower.
using var client = new ScoringClient(new ScoringClientOptions { ScoringUri = uri, Key = new ScoringKey(key), Retries = 0, Environment = static _ => null });
using var bare = new BareClient(uri, key);
Contestant[] contestants = [new("client", () => client.ScoreAsync(rows)), new("bare", () => bare.ScoreAsync(rows))];

// The rounds before the first warm up connections and the compiler, which improves code in the background. Each contestant
// begins every other round, so that neither always meets the busier machine.
const int WarmUpRounds = 3;
for (int round = -WarmUpRounds; round < rounds; round++)
{
    foreach (int threads in (int[])[1, 16])
    {
        foreach (Contestant contestant in round % 2 == 0 ? contestants : contestants.Reverse())
        {
            Measurement measurement = await contestant.MeasureAsync(threads, calls);
            if (round >= 0)
            {
                Console.WriteLine(measurement.ToJson());
            }
        }
    }
}

return 0;
