namespace AzureML.Scoring.Tool;

/// <summary>A message that the session cannot process; answered with one of the codes that JSON-RPC reserves.</summary>
internal sealed class AdapterFault(int code, string message) : Exception(message)
{
    public int Code => code;

    public static AdapterFault ParseError(string message) => new(-32700, message);

    public static AdapterFault InvalidRequest(string message) => new(-32600, message);

    public static AdapterFault MethodNotFound(string method) => new(-32601, $"unknown method \"{method}\"");

    public static AdapterFault InvalidParams(string message) => new(-32602, message);

    public static AdapterFault Internal(Exception e) => new(-32603, $"{e.GetType().Name}: {e.Message}");
}
