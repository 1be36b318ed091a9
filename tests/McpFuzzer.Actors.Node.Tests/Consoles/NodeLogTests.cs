using System.Text.Json;
using Akka.Configuration;
using Akka.Event;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Node.Consoles;
using Serilog.Core;

namespace McpFuzzer.Actors.Node.Tests.Consoles;

/// <summary>What Serilog makes of an event, as text and as JSON.</summary>
public sealed class NodeLogTests
{
    private readonly List<string> _lines = [];
    private readonly ConsoleLog _console;

    public NodeLogTests()
    {
        _console = new ConsoleLog(_lines.Add);
        _console.Open();
    }

    [Fact]
    public void Should_write_the_same_line_as_other_verbs_when_the_form_is_text()
    {
        using var log = Create(LogFormat.Text);
        log.Warning(new InvalidOperationException("cause"), "{ProcessKey} is {State} after {Count}", "a", "gone", 2);

        Assert.Equal(["mcpfuzzer: warning: a is gone after 2\nSystem.InvalidOperationException: cause"], _lines);
    }

    [Fact]
    public void Should_escape_what_would_move_the_cursor_when_the_form_is_text()
    {
        using var log = Create(LogFormat.Text);
        log.Warning("{Line}", "a\u001b[2Jb");

        Assert.Equal(["mcpfuzzer: warning: a\\u001b[2Jb"], _lines);
    }

    [Fact]
    public void Should_write_ASCII_that_reads_back_when_the_form_is_JSON()
    {
        const string Written = "a\u001b[2J\u009b2J\u202eb\U000e0001ü";
        using var log = Create(LogFormat.Json);
        log.Warning("{Line}", Written);

        var line = Assert.Single(_lines);
        Assert.All(line, unit => Assert.InRange(unit, ' ', '~'));
        Assert.Equal(Written, JsonDocument.Parse(line).RootElement.GetProperty("Line").GetString());
    }

    [Theory]
    [InlineData(LogLevel.DebugLevel, 4)]
    [InlineData(LogLevel.InfoLevel, 3)]
    [InlineData(LogLevel.WarningLevel, 2)]
    [InlineData(LogLevel.ErrorLevel, 1)]
    public void Should_write_its_level_and_those_above_when_a_level_is_set(LogLevel level, int count)
    {
        using var log = NodeLog.Create(level, LogFormat.Text, _console);
        log.Debug("a");
        log.Information("b");
        log.Warning("c");
        log.Error("d");

        string[] all =
        [
            "mcpfuzzer: debug: a",
            "mcpfuzzer: information: b",
            "mcpfuzzer: warning: c",
            "mcpfuzzer: error: d",
        ];
        Assert.Equal(all[^count..], _lines);
    }

    [Theory]
    [InlineData("", LogLevel.WarningLevel)]
    [InlineData("mcp-fuzzer.node.log-level = debug", LogLevel.DebugLevel)]
    [InlineData("akka.loglevel = INFO", LogLevel.InfoLevel)]
    [InlineData("akka.loglevel = ERROR\nmcp-fuzzer.node.log-level = debug", LogLevel.ErrorLevel)]
    public void Should_prefer_the_level_of_Akka_when_both_levels_are_set(string hocon, LogLevel expected)
    {
        var configuration = ConfigurationFactory.ParseString(hocon);

        Assert.Equal(expected, NodeLog.LevelOf(configuration, NodeSettings.Read(configuration)));
    }

    [Fact]
    public void Should_name_the_forms_when_another_is_set()
    {
        var configuration = ConfigurationFactory.ParseString("mcp-fuzzer.node.log-format = xml");

        var rejected = Assert.Throws<SettingsException>(() => NodeSettings.Read(configuration));

        Assert.Contains("mcp-fuzzer.node.log-format", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("must be one of text, json", rejected.Message, StringComparison.Ordinal);
    }

    private Logger Create(LogFormat format) => NodeLog.Create(LogLevel.DebugLevel, format, _console);
}
