namespace McpFuzzer.Mcp;

/// <summary>What one server process has seen, a line each, in the file <c>DIR/PID</c>.</summary>
internal sealed class ServerRecord
{
    private readonly Lock _turn = new();
    private readonly string? _path;

    public ServerRecord(string? folder)
    {
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            _path = Path.Combine(folder, $"{Environment.ProcessId}");
        }
    }

    public void Write(string line)
    {
        if (_path is not null)
        {
            lock (_turn)
            {
                File.AppendAllText(_path, line + "\n");
            }
        }
    }
}
