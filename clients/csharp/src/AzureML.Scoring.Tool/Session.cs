using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AzureML.Scoring.Tool;

/// <summary>Session mode: one message per line and overlapping calls, as specified in docs/protocol.md.</summary>
internal sealed class Session(Stream output)
{
    private const string ProtocolVersion = "1";

    private static readonly string[] Capabilities = ["payload", "retries", "overall-timeout", "secondary-key", "tls", "reply-limit", "bytes", "health", "swagger", "call-options", "response"];

    private readonly Answers _answers = new(output);
    private readonly Dictionary<string, ScoringClient> _clients = []; // by handle; used only by the reading thread
    private readonly ConcurrentDictionary<MessageId, CancellationTokenSource> _inFlight = [];

    /// <summary>Answers messages until <c>shutdown</c> or the end of the input. Calls still in flight are then abandoned.</summary>
    /// <returns>The exit status: 0, or 1 if an answer could not be written.</returns>
    public int Run(Stream input)
    {
        var lines = new LineReader(input);
        bool running = true;
        while (running && !_answers.Broken && lines.TryRead(out ReadOnlySpan<byte> line))
        {
            running = ProcessLine(line);
        }

        _answers.Close();
        return _answers.Broken ? 1 : 0;
    }

    /// <summary>Processes one line.</summary>
    /// <returns>False after <c>shutdown</c>, else true.</returns>
    private bool ProcessLine(ReadOnlySpan<byte> line)
    {
        MessageId id = MessageId.Unknown;
        try
        {
            JsonElement json = Message.Parse(line);
            id = MessageId.Of(json) is { Json: not null } known ? known : MessageId.Unknown;
            Message message = Message.Of(json);
            if (message.IsNotification)
            {
                ProcessNotification(message);
                return true;
            }

            id = message.Id;
            return _inFlight.ContainsKey(id) ? throw AdapterFault.InvalidRequest("a call with this id is in flight") : ProcessRequest(message);
        }
        catch (ScoringException e)
        {
            _answers.Error(id, ErrorData.Of(e));
        }
        catch (AdapterFault fault)
        {
            _answers.Fault(id, fault);
        }
#pragma warning disable CA1031 // The protocol has a code for unexpected errors.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _answers.Fault(id, AdapterFault.Internal(e));
        }

        return true;
    }

    private bool ProcessRequest(Message message)
    {
        switch (message.Method)
        {
            case "initialize":
                Initialize(message);
                return true;
            case "open":
                Open(message);
                return true;
            case "score" or "health" or "swagger":
                _ = CallAsync(message);
                return true;
            case "close":
                Close(message);
                return true;
            case "shutdown":
                _answers.Empty(message.Id);
                return false;
            default:
                throw AdapterFault.MethodNotFound(message.Method);
        }
    }

    /// <summary>Processes a notification. The only one that has an effect is the one that cancels a call.</summary>
    private void ProcessNotification(Message message)
    {
        if (message.Method == "$/cancelRequest")
        {
            Cancel(message);
        }
    }

    private void Initialize(Message message)
    {
        if (Parameters.RequiredText(message.Params, "protocolVersion") != ProtocolVersion)
        {
            throw AdapterFault.InvalidParams($"the protocolVersion is not \"{ProtocolVersion}\"");
        }

        _answers.Result(message.Id, WriteIdentity);
    }

    private static void WriteIdentity(Utf8JsonWriter writer)
    {
        writer.WriteString("protocolVersion"u8, ProtocolVersion);
        writer.WriteString("name"u8, "azureml-scoring-csharp"u8);
        writer.WriteString("version"u8, typeof(ScoringClient).Assembly.GetName().Version!.ToString(3));
        writer.WriteString("language"u8, "C#"u8);
        writer.WriteString("runtime"u8, RuntimeInformation.FrameworkDescription);
        writer.WriteStartArray("capabilities"u8);
        foreach (string capability in Capabilities)
        {
            writer.WriteStringValue(capability);
        }

        writer.WriteEndArray();
    }

    private void Open(Message message)
    {
        string handle = Parameters.Handle(message.Params);
        if (_clients.ContainsKey(handle))
        {
            throw AdapterFault.InvalidParams($"the handle \"{handle}\" is already open");
        }

        _clients.Add(handle, new ScoringClient(Parameters.ClientOptions(message.Params)));
        _answers.Empty(message.Id);
    }

    private void Close(Message message)
    {
        ScoringClient client = ClientOf(message);
        _clients.Remove(Parameters.Handle(message.Params));
        client.Dispose();
        _answers.Empty(message.Id);
    }

    private void Cancel(Message message)
    {
        if (message.Params.ValueKind != JsonValueKind.Object
            || !message.Params.TryGetProperty("id"u8, out JsonElement id)
            || !_inFlight.TryGetValue(new MessageId(id.GetRawText()), out CancellationTokenSource? call))
        {
            return; // the call was already answered, or never made
        }

        try
        {
            call.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call was answered in the meantime.
        }
    }

    private ScoringClient ClientOf(Message message)
    {
        string handle = Parameters.Handle(message.Params);
        return _clients.TryGetValue(handle, out ScoringClient? client) ? client : throw AdapterFault.InvalidParams($"the handle \"{handle}\" is not open");
    }

    /// <summary>Makes one call and answers it, whether it succeeds or fails. Runs on the reading thread until the first await, then on the thread pool.</summary>
    private async Task CallAsync(Message message)
    {
        using var call = new CancellationTokenSource();
        Action answer;
        try
        {
            ScoringClient client = ClientOf(message);
            _inFlight[message.Id] = call;
            Action<Utf8JsonWriter> result = await Calling.ResultOfAsync(client, message, call.Token);
            answer = () => _answers.Result(message.Id, result);
        }
        catch (ScoringException e)
        {
            answer = () => _answers.Error(message.Id, ErrorData.Of(e));
        }
        catch (OperationCanceledException e)
        {
            answer = () => _answers.Error(message.Id, ErrorData.Of(e));
        }
        catch (AdapterFault fault)
        {
            answer = () => _answers.Fault(message.Id, fault);
        }
#pragma warning disable CA1031 // The protocol has a code for unexpected errors.
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer = () => _answers.Fault(message.Id, AdapterFault.Internal(e));
        }

        // Before the answer, because the harness may reuse the id once it has the answer.
        _inFlight.TryRemove(KeyValuePair.Create(message.Id, call));
        answer();
    }
}
