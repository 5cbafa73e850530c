using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Reads the members of <c>params</c>.</summary>
internal static class Parameters
{
    /// <summary>The member <c>client</c>, a handle.</summary>
    public static string Handle(JsonElement parameters) => RequiredText(parameters, "client");

    /// <summary>A member that has to be a string.</summary>
    public static string RequiredText(JsonElement parameters, string name) => Message.TextOf(RequiredMember(parameters, name, JsonValueKind.String));

    /// <summary>The member <c>config</c>; what it does not know in there is ignored.</summary>
    /// <exception cref="ScoringException">Kind configuration: a member has the wrong type, or the key is none.</exception>
    public static ScoringClientOptions Options(JsonElement parameters)
    {
        JsonElement config = RequiredMember(parameters, "config", JsonValueKind.Object);
        var defaults = new ScoringClientOptions();
        return new ScoringClientOptions
        {
            ScoringUri = Text(config, "uri"),
            Key = Text(config, "key") is string key ? new ScoringKey(key) : null,
            ConnectTimeout = Seconds(config, "connectTimeoutSeconds") ?? defaults.ConnectTimeout,
            AttemptTimeout = Seconds(config, "attemptTimeoutSeconds") ?? defaults.AttemptTimeout,
            Application = Text(config, "application"),

            // What the harness does not say is not set: the environment is the one-shot door's.
            Environment = static _ => null,
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

    private static string? Text(JsonElement config, string name)
    {
        try
        {
            return Setting(config, name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, $"{name} has half a surrogate pair, which is no text.");
        }
    }

    private static TimeSpan? Seconds(JsonElement config, string name)
    {
        if (Setting(config, name, JsonValueKind.Number)?.GetDouble() is not double seconds)
        {
            return null;
        }

        if (!double.IsFinite(seconds))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, $"{name} is not finite.");
        }

        // What a TimeSpan cannot hold keeps its sign, which is what the library judges.
        return seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
            : seconds > 0 ? TimeSpan.FromTicks(Math.Max(1, TimeSpan.FromSeconds(seconds).Ticks))
            : TimeSpan.MinValue;
    }

    /// <summary>A member of <c>config</c>. A value of the wrong type is one that no client can be made with, and so the library's error.</summary>
    private static JsonElement? Setting(JsonElement config, string name, JsonValueKind kind) =>
        !config.TryGetProperty(name, out JsonElement member) ? null
        : member.ValueKind == kind ? member
        : throw new ScoringException(ScoringErrorKind.Configuration, $"{name} has a value of the wrong type.");

    private static JsonElement RequiredMember(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw AdapterFault.InvalidParams("The params are not an object.");
        }

        if (!json.TryGetProperty(name, out JsonElement member))
        {
            throw AdapterFault.InvalidParams($"The member \"{name}\" is missing.");
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
