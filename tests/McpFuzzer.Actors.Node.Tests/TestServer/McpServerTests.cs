using System.Text;
using System.Text.Json;
using McpFuzzer.Mcp;

namespace McpFuzzer.Actors.Node.Tests.TestServer;

/// <summary>
/// The test child's own server, in this process: it is correct without faults, and each fault shows as intended.
/// </summary>
public sealed class McpServerTests
{
    private const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}";
    private const string Token = "\"_meta\":{\"progressToken\":\"p\"}";

    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}""";
    private const string List = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";
    private const string Ping = """{"jsonrpc":"2.0","id":3,"method":"ping"}""";
    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    [Fact]
    public void Should_reply_to_each_request_when_it_has_no_fault()
    {
        var lines = Talk("", Initialize, Initialized, List, Call("tool0", """{"a":1}"""), Ping);

        Assert.Equal(4, lines.Count);
        Assert.Contains("\"protocolVersion\":\"2025-11-25\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(["tool0", "tool1"], ToolsOf(lines[1]));
        Assert.Equal("""{"jsonrpc":"2.0","id":9,"result":{"content":[{"type":"text","text":"ok"}]}}""", lines[2]);
        Assert.Equal("""{"jsonrpc":"2.0","id":3,"result":{}}""", lines[3]);
    }

    [Theory]
    [InlineData("""{"a":1,"text":"\ud800","mode":"odd"}""", false)]
    [InlineData("""{"a":1e3,"other":[]}""", false)]
    [InlineData("""{"a":0.5}""", true)]
    [InlineData("""{"a":null}""", true)]
    [InlineData("""{"mode":"\ud800"}""", true)]
    [InlineData("""{"\ud800":1}""", true)]
    [InlineData("[]", true)]
    public void Should_reject_exactly_the_arguments_that_break_the_schema(string arguments, bool isRejected) =>
        Assert.Equal(
            isRejected,
            Assert.Single(Talk("", Call("tool0", arguments))).Contains("\"isError\":true", StringComparison.Ordinal)
        );

    [Fact]
    public void Should_discover_when_it_is_of_the_newer_era()
    {
        var lines = Talk("--era 2026", Initialize, Request(2, "server/discover", Meta), Request(3, "ping", Meta));

        Assert.Contains("-32022", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"supported\":[\"2026-07-28\"]", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"resultType\":\"complete\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"ttlMs\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("-32601", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log", "INFO processing tools/call")]
    [InlineData("log:each=call,text={n} {id} {tool}", "1 9 tool0")]
    [InlineData("string-id", "\"id\":\"9\"")]
    [InlineData("float-id", "\"id\":9.0")]
    [InlineData("zero-id", "\"id\":0")]
    [InlineData("wrong-id:tool=tool0", "\"id\":1000009")]
    [InlineData("no-jsonrpc", "{\"id\":9")]
    [InlineData("surrogate-error", "\"id\":null,\"error\":{\"code\":-32700")]
    [InlineData("surrogate-error:no-id", "{\"jsonrpc\":\"2.0\",\"error\"")]
    [InlineData("refuse", "401: set API_KEY")]
    [InlineData("internal-error:message=boom", "\"code\":-32603,\"message\":\"boom\"")]
    [InlineData("nested:depth=3", "{\"deep\":[[[]]]}")]
    [InlineData("broken-result", "\"content\":\"not a list\"")]
    [InlineData("says-ignored", "ignored")]
    [InlineData("result-type:value=odd", "\"resultType\":\"odd\"")]
    [InlineData("task-result", "\"task\":{")]
    [InlineData("input-required", "input_required")]
    [InlineData("asks-client:method=roots/list", "\"id\":\"from-server-1\",\"method\":\"roots/list\"")]
    [InlineData("added-tool", "notifications/tools/list_changed")]
    [InlineData("supported:value=2030-01-01", "\"supported\":[\"2030-01-01\"]")]
    public void Should_show_the_fault_when_a_tool_is_called(string fault, string shown)
    {
        var lines = TalkWith(["--fault", fault], Call("tool0", """{"text":"\ud800"}"""));

        Assert.Contains(lines, line => line.Contains(shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("silent", 0)]
    [InlineData("ping-drop", 3)]
    [InlineData("unknown-drop", 3)]
    [InlineData("no-reply:tool=tool0", 3)]
    [InlineData("no-reply:tool=tool1", 4)]
    [InlineData("no-reply:argument=\"odd\"", 3)]
    [InlineData("no-reply:call=2", 4)]
    [InlineData("no-reply:from=1", 3)]
    [InlineData("duplicate", 5)]
    [InlineData("answer-notifications", 5)]
    [InlineData("banner", 5)]
    public void Should_write_its_fault_when_it_is_faulty(string fault, int lines) =>
        Assert.Equal(
            lines,
            TalkWith(["--fault", fault], Initialize, Initialized, List, Call("tool0", """{"mode":"odd"}"""), Ping).Count
        );

    [Theory]
    [InlineData("page-circle", "\"nextCursor\":\"8\"")]
    [InlineData("empty-cursor", "\"nextCursor\":\"\"")]
    [InlineData("destructive", "\"destructiveHint\":true")]
    [InlineData("late-tools", "\"tools\":[]")]
    public void Should_show_the_fault_when_tools_are_listed(string fault, string shown) =>
        Assert.Contains(shown, Assert.Single(TalkWith(["--fault", fault], List)), StringComparison.Ordinal);

    [Theory]
    [InlineData("slow:time=10ms,progress,every=5ms", "slow", "{}", "\"progressToken\":\"p\"")]
    [InlineData("sleep", "sleep", """{"seconds":0}""", "done at last")]
    [InlineData("kill_process", "kill_process", """{"pid":1}""", "killed")]
    [InlineData("task", "task", "{}", "-32601")]
    [InlineData("wide", "wide0", """{"p0":"","p1":1,"p3":[]}""", "ok")]
    [InlineData("patterns:each=2", "patterns9", """{"p0":""}""", "ok")]
    [InlineData("ignoring", "ignoring10", """{"a":1,"b":2}""", "done")]
    [InlineData("ignoring:says", "ignoring0", """{"a":1,"b":2}""", "ignored /b")]
    [InlineData("unbounded", "unbounded", """{"size":11}""", "done")]
    [InlineData("unbounded", "unbounded", """{"size":0}""", "at least 1")]
    [InlineData("recursive", "recursive", """{"a":{"value":"x"}}""", "ok")]
    [InlineData("recursive:where=output", "recursive", "{}", "{\"value\":1,\"a\":{\"value\":\"text\"}}")]
    [InlineData("long-name:bytes=3,where=output", "long-name", "{}", "\"nnn\":\"text\"")]
    public void Should_have_the_tool_when_it_is_given_one(string kit, string tool, string arguments, string shown)
    {
        var lines = TalkWith(["--serial", "--tools", "0", "--with", kit], List, Call(tool, arguments));

        Assert.Contains(tool, ToolsOf(lines[0]));
        Assert.Contains(lines.Skip(1), line => line.Contains(shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_stay_silent_when_the_slow_tool_obeys_a_cancellation()
    {
        // Serial, so that the cancellation is read first.
        var lines = TalkWith(
            ["--serial", "--with", "slow:time=1s,every=1ms,obeys"],
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}""",
            Call("slow", "{}")
        );

        Assert.Empty(lines);
    }

    [Fact]
    public void Should_record_what_it_is_sent()
    {
        var folder = Directory.CreateTempSubdirectory("mcpfuzzer-test-").FullName;
        try
        {
            TalkWith(
                ["--record", folder, "--with", "kill_process"],
                Call("kill_process", """{"pid":7}"""),
                """{"jsonrpc":"2.0","id":"from-server-1","result":{}}"""
            );

            Assert.Equal(
                ["start", "call kill_process {\"pid\":7}", "pid 7", "reply \"from-server-1\" result", "end"],
                File.ReadAllLines(Assert.Single(Directory.GetFiles(folder)))
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--fault nosuch", "nosuch")]
    [InlineData("--with nosuch", "nosuch")]
    [InlineData("--era 1999", "1999")]
    [InlineData("--nosuch 1", "--nosuch")]
    [InlineData("--tools", "--tools")]
    public void Should_name_unknown_arguments(string arguments, string named) =>
        Assert.Contains(
            named,
            Assert.Throws<FormatException>(() => TalkWith(arguments.Split(' '))).Message,
            StringComparison.Ordinal
        );

    private static string Call(string tool, string arguments) =>
        Request(9, "tools/call", $"\"name\":\"{tool}\",\"arguments\":{arguments},{Token}");

    private static string Request(int id, string method, string parameters) =>
        $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\",\"params\":{{{parameters}}}}}";

    private static List<string> Talk(string arguments, params string[] lines) =>
        TalkWith(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), lines);

    private static List<string> TalkWith(string[] arguments, params string[] lines)
    {
        // Not disposed, since threads of some faults may still write to it.
        var output = new MemoryStream();
        var server = new Server(ServerOptions.Parse(arguments), output);
        Assert.Equal(0, server.Run(new StringReader(string.Join('\n', lines))));
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static List<string> ToolsOf(string line) =>
        [
            .. JsonDocument
                .Parse(line)
                .RootElement.GetProperty("result")
                .GetProperty("tools")
                .EnumerateArray()
                .Select(tool => tool.GetProperty("name").GetString()!),
        ];
}
