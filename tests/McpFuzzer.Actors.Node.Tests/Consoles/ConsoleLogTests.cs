using Akka.Event;
using McpFuzzer.Actors.Node.Consoles;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

public sealed class ConsoleLogTests
{
    private readonly List<string> _lines = [];
    private readonly ConsoleLog _log;

    public ConsoleLogTests() => _log = new ConsoleLog(_lines.Add);

    [Fact]
    public void Should_hold_back_what_is_logged_until_the_node_stands()
    {
        _log.Write(Warning("first"));
        Assert.Empty(_lines);

        _log.Open();
        _log.Write(Warning("second"));

        Assert.Equal(["mcpfuzzer: warning: first", "mcpfuzzer: warning: second"], _lines);
    }

    [Fact]
    public void Should_name_the_level_and_show_the_cause_below_the_message()
    {
        _log.Open();
        _log.Write(new Error(new InvalidOperationException("cause"), "source", typeof(string), "message"));
        _log.Write(new Info("source", typeof(string), "message"));
        _log.Write(new Debug("source", typeof(string), "message"));

        Assert.Equal("mcpfuzzer: error: message\nSystem.InvalidOperationException: cause", _lines[0]);
        Assert.Equal(["mcpfuzzer: information: message", "mcpfuzzer: debug: message"], _lines[1..]);
    }

    [Fact]
    public void Should_escape_what_would_move_the_cursor()
    {
        _log.Open();
        _log.Write(Warning("a\u001b[2Jb"));

        Assert.DoesNotContain('\u001b', Assert.Single(_lines));
    }

    [Fact]
    public void Should_go_on_when_a_template_asks_for_more_than_it_is_given()
    {
        _log.Open();
        _log.Write(Warning(new Unformattable()));
        _log.Write(Warning("next"));

        Assert.Equal("mcpfuzzer: warning: next", _lines[^1]);
    }

    [Fact]
    public void Should_not_warn_of_a_connection_that_was_closed_already()
    {
        _log.Open();
        _log.Write(Warning("Unable to REMOVE channel [a->b](Id=1) from connection group. May not shut down cleanly."));
        _log.Write(new Error(null, "source", typeof(string), "Unable to REMOVE channel at all"));

        Assert.Equal(["mcpfuzzer: error: Unable to REMOVE channel at all"], _lines);
    }

    private static Warning Warning(object message) => new("source", typeof(string), message);

    private sealed class Unformattable
    {
        public override string ToString() => throw new FormatException();
    }
}
