using System.Globalization;
using System.Runtime.CompilerServices;

namespace AzureML.Scoring.Tests;

/// <summary>Runs all tests in Turkish: a decimal comma, and an i whose upper case is not I. Nothing that is sent or parsed may depend on it.</summary>
internal static class Culture
{
#pragma warning disable CA2255 // The test runner gives no other place that is reached before its threads start.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Set()
    {
        var culture = CultureInfo.GetCultureInfo("tr-TR");
        CultureInfo.CurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = culture;
    }
}
