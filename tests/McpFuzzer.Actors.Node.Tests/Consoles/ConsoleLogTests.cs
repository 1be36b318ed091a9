using Akka.Event;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

public sealed class ConsoleLogTests
{
    private readonly List<string> _lines = [];
    private readonly ConsoleLog _log;

    public ConsoleLogTests() => _log = new ConsoleLog(_lines.Add);

    [Fact]
    public void Should_hold_back_log_lines_until_the_node_has_started()
    {
        _log.Write(LogLevel.WarningLevel, "first", cause: null);
        Assert.Empty(_lines);

        _log.Open();
        _log.Write(LogLevel.WarningLevel, "second", cause: null);

        Assert.Equal(["mcpfuzzer: warning: first", "mcpfuzzer: warning: second"], _lines);
    }

    [Fact]
    public void Should_name_the_level_and_show_the_cause_below_the_message()
    {
        _log.Open();
        _log.Write(LogLevel.ErrorLevel, "message", new InvalidOperationException("cause"));
        _log.Write(LogLevel.InfoLevel, "message", cause: null);
        _log.Write(LogLevel.DebugLevel, "message", cause: null);

        Assert.Equal("mcpfuzzer: error: message\nSystem.InvalidOperationException: cause", _lines[0]);
        Assert.Equal(["mcpfuzzer: information: message", "mcpfuzzer: debug: message"], _lines[1..]);
    }

    [Fact]
    public void Should_escape_what_would_move_the_cursor()
    {
        _log.Open();
        _log.Write(LogLevel.WarningLevel, "a\u001b[2Jb", cause: null);

        Assert.DoesNotContain('\u001b', Assert.Single(_lines));
    }
}
