using System.Runtime.InteropServices;

namespace AzureML.Scoring;

/// <summary>The words of the <c>User-Agent</c> header.</summary>
internal static class UserAgent
{
    /// <summary><c>[application ]azureml-scoring-csharp/&lt;version&gt; (&lt;runtime&gt;; &lt;os&gt;)</c></summary>
    /// <exception cref="ScoringException">Kind <see cref="ScoringErrorKind.Configuration"/>: no header can carry the application's name.</exception>
    public static string Create(string? application)
    {
        string version = typeof(UserAgent).Assembly.GetName().Version!.ToString(3);
        string own = $"azureml-scoring-csharp/{version} ({RuntimeInformation.FrameworkDescription}; {OperatingSystemName()})";
        if (application is null)
        {
            return own;
        }

        if (application.Length == 0 || application.Trim(' ') != application || application.AsSpan().ContainsAnyExceptInRange('\x20', '\x7E'))
        {
            throw new ScoringException(ScoringErrorKind.Configuration, "The application's name is empty, has a blank at an end or a character outside printable ASCII.");
        }

        return $"{application} {own}";
    }

    private static string OperatingSystemName() =>
        OperatingSystem.IsLinux() ? "Linux"
        : OperatingSystem.IsWindows() ? "Windows"
        : OperatingSystem.IsMacOS() ? "macOS"
        : RuntimeInformation.RuntimeIdentifier;
}
