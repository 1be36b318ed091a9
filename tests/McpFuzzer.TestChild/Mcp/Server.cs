using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>A small MCP server without an SDK. Without faults it keeps each rule that it meets.</summary>
internal sealed class Server
{
    private readonly IReadOnlyList<Fault> _faults;
    private readonly Dialogue _dialogue;
    private readonly HashSet<string> _cancelled = [];
    private int _calls;

    public Server(ServerOptions options, Stream output)
    {
        Options = options;
        Output = new Output(output);
        Record = new ServerRecord(options.Record);
        Tools = [.. ToolKits.Plain(options.Tools), .. options.With.SelectMany(ToolKits.Of)];
        _faults = [.. options.Faults.Select(Faults.Of)];
        _dialogue = new Dialogue(this);
    }

    public ServerOptions Options { get; }

    public Output Output { get; }

    public ServerRecord Record { get; }

    public IReadOnlyList<Tool> Tools { get; set; }

    /// <summary>Answers each line until there is none. Returns the exit code.</summary>
    public int Run(TextReader input)
    {
        Record.Write("start");
        foreach (var fault in _faults)
        {
            fault.AtStart?.Invoke(this);
        }

        while (input.ReadLine() is { } line)
        {
            Receive(line);
        }

        Record.Write("end");
        return 0;
    }

    /// <summary>Answers a request with a result.</summary>
    public void Reply(Incoming request, JsonObject result)
    {
        if (request.Revision is not null && !result.ContainsKey("resultType"))
        {
            result["resultType"] = "complete";
        }

        Answer(request, "result", result);
    }

    /// <summary>Answers a request with an error.</summary>
    public void Refuse(Incoming request, int code, string message, JsonNode? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = data;
        }

        Answer(request, "error", error);
    }

    public void Notify(string method, JsonObject? parameters = null)
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = parameters;
        }

        Output.Send(message);
    }

    /// <summary>
    /// Does what takes long: beside the reading of further messages, or before it in a serial server.
    /// </summary>
    public void Work(Action work)
    {
        if (Options.Serial)
        {
            work();
        }
        else
        {
            Beside(work);
        }
    }

    /// <summary>Does something beside the reading of messages.</summary>
    public static void Beside(Action work) => new Thread(() => work()) { IsBackground = true }.Start();

    public bool IsCancelled(Incoming request)
    {
        lock (_cancelled)
        {
            return request.Id is not null && _cancelled.Contains(request.Id);
        }
    }

    private void Receive(string line)
    {
        if (Incoming.Read(line) is not { } message)
        {
            Output.WriteLine("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""");
            return;
        }

        Note(message);
        if (_faults.Any(fault => fault.OnMessage?.Invoke(this, message) == true))
        {
            return;
        }

        if (message.IsRequest)
        {
            _dialogue.Answer(message);
        }
    }

    private void Note(Incoming message)
    {
        if (message.Method == "tools/call" && message.IsRequest)
        {
            message.Call = Call.Of(message, ++_calls);
            Record.Write($"call {message.Call.Tool} {message.Call.ArgumentsText}");
        }
        else if (message.Method is null)
        {
            Record.Write($"reply {message.Id} {(message.IsError ? "error" : "result")}");
        }
        else
        {
            Record.Write(message.Method);
        }

        if (
            message.Method == "notifications/cancelled"
            && Incoming.Find(message.Params, "requestId")?.GetRawText() is { } id
        )
        {
            lock (_cancelled)
            {
                _cancelled.Add(id);
            }
        }
    }

    private void Answer(Incoming request, string kind, JsonObject content)
    {
        var reply = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = request.IdNode(),
            [kind] = content,
        };
        foreach (var fault in _faults)
        {
            fault.OnReply?.Invoke(this, request, reply);
        }

        Output.Send(reply);
        foreach (var fault in _faults)
        {
            fault.AfterReply?.Invoke(this, request);
        }
    }
}
