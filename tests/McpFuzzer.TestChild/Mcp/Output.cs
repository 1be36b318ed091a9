using System.Text;
using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Standard output, one whole line at a time.</summary>
internal sealed class Output(Stream stream)
{
    private readonly Lock _turn = new();
    private bool _closed;

    public void Send(JsonNode message) => WriteLine(message.ToJsonString());

    /// <summary>Writes a line, be it JSON or not; nothing once it is closed.</summary>
    public void WriteLine(string line)
    {
        lock (_turn)
        {
            if (!_closed)
            {
                stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
                stream.Flush();
            }
        }
    }

    /// <summary>Closes the descriptor itself.</summary>
    public void Close()
    {
        lock (_turn)
        {
            _closed = true;
            Native.CloseStdout();
        }
    }

    /// <summary>Keeps the lock, so that no further line is ever written.</summary>
    public void Hold()
    {
        _turn.Enter();
        new ManualResetEventSlim().Wait();
    }
}
