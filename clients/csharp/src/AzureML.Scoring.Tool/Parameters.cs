using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Reads the members of <c>params</c>.</summary>
internal static class Parameters
{
    private static readonly string[] Inputs = ["rows", "payload", "body"];

    /// <summary>The member <c>client</c>, a handle.</summary>
    public static string Handle(JsonElement parameters) => RequiredText(parameters, "client");

    /// <summary>A required member that is a string.</summary>
    public static string RequiredText(JsonElement parameters, string name) => Message.TextOf(RequiredMember(parameters, name, JsonValueKind.String));

    /// <summary>The member <c>config</c>; unknown members in it are ignored.</summary>
    /// <exception cref="ScoringException">Kind configuration: a member has the wrong type, or the key is invalid.</exception>
    public static ScoringClientOptions ClientOptions(JsonElement parameters)
    {
        JsonElement config = RequiredMember(parameters, "config", JsonValueKind.Object);
        var defaults = new ScoringClientOptions();
        return new ScoringClientOptions
        {
            ScoringUri = Text(config, "uri"),
            Key = Text(config, "key") is string key ? new ScoringKey(key) : null,
            SecondaryKey = Text(config, "secondaryKey") is string secondaryKey ? new ScoringKey(secondaryKey) : null,
            CaCertificates = Text(config, "caCertificates"),
            ConnectTimeout = Seconds(config, "connectTimeoutSeconds") ?? defaults.ConnectTimeout,
            AttemptTimeout = Seconds(config, "attemptTimeoutSeconds") ?? defaults.AttemptTimeout,
            OverallTimeout = Seconds(config, "overallTimeoutSeconds") ?? defaults.OverallTimeout,
            Retries = Retries(config),
            ReplyLimit = Count(config, "replyLimitBytes", long.MaxValue) ?? defaults.ReplyLimit,
            Application = Text(config, "application"),

            // Only one-shot mode reads the environment. A session is configured by its messages alone.
            Environment = static _ => null,
        };
    }

    /// <summary>The member <c>options</c>, the settings of one call; null if there is none. Unknown members in it are ignored.</summary>
    /// <exception cref="ScoringException">Kind configuration: a member has the wrong type.</exception>
    public static ScoringCallOptions? CallOptions(JsonElement parameters)
    {
        if (!parameters.TryGetProperty("options"u8, out JsonElement options))
        {
            return null;
        }

        Require(options, "options", JsonValueKind.Object);
        return new ScoringCallOptions
        {
            Retries = Retries(options),
            AttemptTimeout = Seconds(options, "attemptTimeoutSeconds"),
            OverallTimeout = Seconds(options, "overallTimeoutSeconds"),
        };
    }

    /// <summary>The one member that says what to score: <c>rows</c>, <c>payload</c> or <c>body</c>.</summary>
    public static string InputOf(JsonElement parameters)
    {
        string[] given = [.. Inputs.Where(name => parameters.TryGetProperty(name, out _))];
        return given is [string one] ? one : throw AdapterFault.InvalidParams("score takes either rows, payload or body");
    }

    /// <summary>The member <c>body</c>, base64.</summary>
    public static byte[] Bytes(JsonElement parameters) =>
        RequiredMember(parameters, "body", JsonValueKind.String).TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw AdapterFault.InvalidParams("the member \"body\" is not base64");

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

    private static string? Text(JsonElement settings, string name)
    {
        try
        {
            return Setting(settings, name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new ScoringException(ScoringErrorKind.Configuration, $"{name} contains an unpaired surrogate");
        }
    }

    private static TimeSpan? Seconds(JsonElement settings, string name)
    {
        if (Setting(settings, name, JsonValueKind.Number)?.GetDouble() is not double seconds)
        {
            return null;
        }

        if (!double.IsFinite(seconds))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, $"{name} is not finite");
        }

        // A value outside the range of a TimeSpan keeps its sign, which the library checks.
        return seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
            : seconds > 0 ? TimeSpan.FromTicks(Math.Max(1, TimeSpan.FromSeconds(seconds).Ticks))
            : TimeSpan.MinValue;
    }

    private static int? Retries(JsonElement settings) => (int?)Count(settings, "retries", int.MaxValue);

    /// <summary>A whole number. The library checks its sign, and one above <paramref name="most"/> cannot be reached.</summary>
    private static long? Count(JsonElement settings, string name, long most)
    {
        if (Setting(settings, name, JsonValueKind.Number)?.GetDouble() is not double count)
        {
            return null;
        }

        return double.IsInteger(count)
            ? Math.Clamp((long)count, -1, most)
            : throw new ScoringException(ScoringErrorKind.Configuration, $"{name} is not a whole number");
    }

    /// <summary>A member of <c>config</c> or <c>options</c>. A value of the wrong type is a configuration error, because the library cannot be given it.</summary>
    private static JsonElement? Setting(JsonElement settings, string name, JsonValueKind kind) =>
        !settings.TryGetProperty(name, out JsonElement member) ? null
        : member.ValueKind == kind ? member
        : throw new ScoringException(ScoringErrorKind.Configuration, $"{name} has the wrong type");

    private static JsonElement RequiredMember(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw AdapterFault.InvalidParams("params is not an object");
        }

        if (!json.TryGetProperty(name, out JsonElement member))
        {
            throw AdapterFault.InvalidParams($"the member \"{name}\" is missing");
        }

        Require(member, name, kind);
        return member;
    }

    private static void Require(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != kind)
        {
            throw AdapterFault.InvalidParams($"the member \"{name}\" has the wrong type");
        }
    }
}
