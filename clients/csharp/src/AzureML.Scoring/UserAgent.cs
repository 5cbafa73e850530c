using System.Runtime.InteropServices;

namespace AzureML.Scoring;

/// <summary>Builds the value of the <c>User-Agent</c> header.</summary>
internal static class UserAgent
{
    /// <summary><c>[application ]azureml-scoring-csharp/&lt;version&gt; (&lt;runtime&gt;; &lt;os&gt;)</c></summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: the application's name is invalid.</exception>
    public static string Create(string? application)
    {
        string version = typeof(UserAgent).Assembly.GetName().Version!.ToString(3);
        string product = $"azureml-scoring-csharp/{version} ({RuntimeInformation.FrameworkDescription}; {OperatingSystemName()})";
        if (application is null)
        {
            return product;
        }

        if (application.Length == 0 || application.Trim(' ') != application || application.AsSpan().ContainsAnyExceptInRange('\x20', '\x7E'))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "the application's name is empty, starts or ends with a space, or contains a character that is not printable ASCII");
        }

        return $"{application} {product}";
    }

    private static string OperatingSystemName() =>
        OperatingSystem.IsLinux() ? "Linux"
        : OperatingSystem.IsWindows() ? "Windows"
        : OperatingSystem.IsMacOS() ? "macOS"
        : RuntimeInformation.RuntimeIdentifier;
}
