using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Reads the members of <c>params</c>.</summary>
internal static class Parameters
{
    /// <summary>The member <c>client</c>, a handle.</summary>
    public static string Handle(JsonElement parameters) => RequiredMember(parameters, "client", JsonValueKind.String).GetString()!;

    /// <summary>The member <c>config</c>; what it does not know in there is ignored.</summary>
    /// <exception cref="ScoringException">Kind configuration: the key is none.</exception>
    public static ScoringClientOptions Options(JsonElement parameters)
    {
        JsonElement config = RequiredMember(parameters, "config", JsonValueKind.Object);
        var defaults = new ScoringClientOptions();
        return new ScoringClientOptions
        {
            ScoringUri = Member(config, "uri", JsonValueKind.String)?.GetString(),
            Key = Member(config, "key", JsonValueKind.String)?.GetString() is string key ? new ScoringKey(key) : null,
            ConnectTimeout = Seconds(config, "connectTimeoutSeconds") ?? defaults.ConnectTimeout,
            AttemptTimeout = Seconds(config, "attemptTimeoutSeconds") ?? defaults.AttemptTimeout,
            Application = Member(config, "application", JsonValueKind.String)?.GetString(),
        };
    }

    /// <summary>The member <c>payload</c>, any value; null if there are <c>rows</c> instead.</summary>
    public static JsonElement? Payload(JsonElement parameters)
    {
        bool hasRows = parameters.TryGetProperty("rows"u8, out _);
        bool hasPayload = parameters.TryGetProperty("payload"u8, out JsonElement payload);
        if (hasRows == hasPayload)
        {
            throw AdapterFault.InvalidParams("A score has either rows or payload.");
        }

        return hasPayload ? payload : null;
    }

    /// <summary>The member <c>rows</c>, an array of arrays of numbers.</summary>
    public static double[][] Rows(JsonElement parameters)
    {
        JsonElement rows = RequiredMember(parameters, "rows", JsonValueKind.Array);
        double[][] matrix = new double[rows.GetArrayLength()][];
        int row = 0;
        foreach (JsonElement values in rows.EnumerateArray())
        {
            Require(values, "rows", JsonValueKind.Array);
            double[] numbers = new double[values.GetArrayLength()];
            int column = 0;
            foreach (JsonElement value in values.EnumerateArray())
            {
                Require(value, "rows", JsonValueKind.Number);
                numbers[column++] = value.GetDouble();
            }

            matrix[row++] = numbers;
        }

        return matrix;
    }

    private static TimeSpan? Seconds(JsonElement config, string name)
    {
        if (Member(config, name, JsonValueKind.Number)?.GetDouble() is not double seconds)
        {
            return null;
        }

        if (!double.IsFinite(seconds))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, $"{name} is not finite.");
        }

        // What a TimeSpan cannot hold keeps its sign, which is what the library judges.
        return Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds)
            : seconds > 0 ? TimeSpan.MaxValue
            : TimeSpan.MinValue;
    }

    private static JsonElement RequiredMember(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw AdapterFault.InvalidParams("The params are not an object.");
        }

        return Member(json, name, kind) ?? throw AdapterFault.InvalidParams($"The member \"{name}\" is missing.");
    }

    private static JsonElement? Member(JsonElement json, string name, JsonValueKind kind)
    {
        if (!json.TryGetProperty(name, out JsonElement member))
        {
            return null;
        }

        Require(member, name, kind);
        return member;
    }

    private static void Require(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != kind)
        {
            throw AdapterFault.InvalidParams($"The member \"{name}\" has a value of the wrong type.");
        }
    }
}
