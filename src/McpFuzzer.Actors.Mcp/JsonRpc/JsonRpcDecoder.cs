using System.Buffers;
using System.Text.Json;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Decodes one line by the rules of JSON-RPC 2.0. Never throws.</summary>
internal static class JsonRpcDecoder
{
    /// <summary>
    /// Four times what most JSON libraries allow. At the end of each object and array, JsonDocument searches for its
    /// beginning, over everything inside. A reply of 20,000 levels would take tenths of a second, and the server would
    /// look slow.
    /// </summary>
    public const int MostLevels = 256;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MostLevels };
    private static readonly string TooDeep = $"JSON of more than {MostLevels} levels";

    /// <summary>Returns null for a line of white space.</summary>
    public static Incoming? Decode(ReadOnlySequence<byte> line)
    {
        line = SkipByteOrderMark(line);
        var looks = JsonLooks.Of(line);
        if (looks == JsonLook.Blank)
        {
            return null;
        }

        if (looks == JsonLook.Nothing)
        {
            return new Incoming.Malformed(StreamAnomalyKind.Noise, "not JSON");
        }

        try
        {
            var reader = new Utf8JsonReader(line, ReaderOptions);
            // The message needs a copy: the bytes of the frame are valid only until the next read.
            var message = JsonElement.ParseValue(ref reader);
            return reader.Read() ? Garbled(looks) : Classify(message);
        }
        catch (JsonException)
        {
            return line.Length > MostLevels ? ReadDeep(line, looks) : Garbled(looks);
        }
    }

    private static Incoming ReadDeep(ReadOnlySequence<byte> line, JsonLook looks)
    {
        try
        {
            return DeepMessage.Read(line, TooDeep);
        }
        catch (JsonException)
        {
            return Garbled(looks);
        }
    }

    private static Incoming.Malformed Garbled(JsonLook looks) =>
        looks == JsonLook.Structure
            ? new Incoming.Malformed(StreamAnomalyKind.InvalidJson, "not valid JSON")
            : new Incoming.Malformed(StreamAnomalyKind.Noise, "not JSON");

    private static Incoming Classify(JsonElement message) =>
        message.ValueKind switch
        {
            JsonValueKind.Object => ClassifyObject(message),
            JsonValueKind.Array when message.GetArrayLength() > 0 => new Incoming.Batch([
                .. message
                    .EnumerateArray()
                    .Select(each =>
                        each.ValueKind == JsonValueKind.Object
                            ? ClassifyObject(each)
                            : Invalid($"a batch with {Name(each)} in it")
                    ),
            ]),
            JsonValueKind.Array => Invalid("an empty batch"),
            _ => Invalid($"{Name(message)} instead of an object"),
        };

    private static Incoming ClassifyObject(JsonElement message)
    {
        var versioned =
            message.TryGetProperty("jsonrpc", out var version)
            && version.ValueKind == JsonValueKind.String
            && version.ValueEquals("2.0"u8);
        message.TryGetProperty("id", out var id);
        if (!message.TryGetProperty("method", out var method))
        {
            return ClassifyReply(message, id, versioned ? null : "jsonrpc is not \"2.0\"");
        }

        if (!versioned)
        {
            return Invalid("jsonrpc is not \"2.0\"");
        }

        if (method.ValueKind != JsonValueKind.String)
        {
            return Invalid($"method is {Name(method)}");
        }

        if (
            message.TryGetProperty("params", out var parameters)
            && parameters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
        )
        {
            return Invalid($"params is {Name(parameters)}");
        }

        return id.ValueKind switch
        {
            JsonValueKind.Undefined => new Incoming.Notification(Text(method), parameters),
            JsonValueKind.String or JsonValueKind.Number => new Incoming.Request(id, Text(method)),
            _ => Invalid($"a request whose id is {Name(id)}"),
        };
    }

    private static Incoming ClassifyReply(JsonElement message, JsonElement id, string? defect)
    {
        var hasResult = message.TryGetProperty("result", out var result);
        var hasError = message.TryGetProperty("error", out var error);
        if (!hasResult && !hasError)
        {
            return Invalid("neither method, result nor error");
        }

        if (hasResult && hasError)
        {
            defect ??= "both result and error";
        }

        // When both are there, the one with a value counts.
        if (hasError && (!hasResult || error.ValueKind == JsonValueKind.Object))
        {
            return ClassifyError(id, error, defect);
        }

        return new Incoming.Reply(id, new ReplyOutcome.Result(result), defect);
    }

    private static Incoming.Reply ClassifyError(JsonElement id, JsonElement error, string? defect)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new Incoming.Reply(id, new ReplyOutcome.Error(0, "", error), defect ?? $"error is {Name(error)}");
        }

        var code = 0;
        if (
            !error.TryGetProperty("code", out var codeElement)
            || codeElement.ValueKind != JsonValueKind.Number
            || !codeElement.TryGetInt32(out code)
        )
        {
            defect ??= "error.code is not a whole number";
        }

        var said = "";
        if (error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
        {
            said = Text(message);
        }
        else
        {
            defect ??= "error.message is not a string";
        }

        JsonElement? data = error.TryGetProperty("data", out var dataElement) ? dataElement : null;
        return new Incoming.Reply(id, new ReplyOutcome.Error(code, said, data), defect);
    }

    private static Incoming.Malformed Invalid(string why) => new(StreamAnomalyKind.InvalidJsonRpc, why);

    private static string Name(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            JsonValueKind.Null => "null",
            _ => "missing",
        };

    // A string may hold escapes of lone surrogates, which are valid JSON but not text.
    public static string Text(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }

    private static ReadOnlySequence<byte> SkipByteOrderMark(ReadOnlySequence<byte> line)
    {
        Span<byte> first = stackalloc byte[3];
        if (line.Length < first.Length)
        {
            return line;
        }

        line.Slice(0, first.Length).CopyTo(first);
        return first.SequenceEqual("\uFEFF"u8) ? line.Slice(first.Length) : line;
    }
}
