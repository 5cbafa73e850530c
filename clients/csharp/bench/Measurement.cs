using System.Text.Json;
using System.Text.Json.Serialization;

namespace AzureML.Scoring.Bench;

/// <summary>What a number of calls took.</summary>
/// <param name="Who">Who made them.</param>
/// <param name="Threads">How many were under way at a time.</param>
/// <param name="Calls">Their number.</param>
/// <param name="WallSeconds">Time from the first to the last.</param>
/// <param name="CpuSeconds">Processor time of this process.</param>
internal sealed record Measurement(string Who, int Threads, int Calls, double WallSeconds, double CpuSeconds)
{
    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchJson.Default.Measurement);
}

/// <summary>Reads and writes without reflection, as a program that cares about its costs does.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Measurement))]
[JsonSerializable(typeof(Input))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class BenchJson : JsonSerializerContext;

/// <summary>The body of a request.</summary>
internal sealed record Input(double[][] Data);
