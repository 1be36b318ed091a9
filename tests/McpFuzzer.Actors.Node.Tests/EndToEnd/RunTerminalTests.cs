using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A command with an idle timeout keeps its terminal. The terminal comes from script(1) of util-linux. Does nothing
/// where script is not installed.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunTerminalTests : IDisposable
{
    private const string Run = "\"$M\" run --idle-timeout 60s -- ";

    private readonly Mcpfuzzer _program = new() { Environment = { ["M"] = Mcpfuzzer.Executable } };

    public static bool IsMissing { get; } = !File.Exists("/usr/bin/script");

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("sh -c 'for n in 0 1 2; do test -t $n && echo $n; done; echo own >/dev/tty'", "0\r\n1\r\n2\r\nown\r\n")]
    [InlineData("sh -c 'test -t 0; echo $?; test -t 1; echo $?; cat' <line", "1\r\n0\r\nline\r\n")]
    [InlineData(
        "sh -c 'test -t 1; echo $?; test -t 2; echo $? >&2; exit 4' 2>error || cat error; rm error",
        "0\r\n1\r\n"
    )]
    [InlineData("sh -c 'test -t 1; echo $?' | cat", "1\r\n")]
    [InlineData("stty size", "33 44\r\n")]
    [InlineData("seq 3000 | tail -n 1; stty -a >after; cmp before after && rm before after line", "3000\r\n")]
    public async Task Should_relay_only_streams_that_are_not_on_a_terminal(string command, string output)
    {
        if (IsMissing)
        {
            return;
        }

        File.WriteAllText(Path.Combine(_program.Folder, "line"), "line\n");
        var script = Script($"stty rows 33 cols 44; stty -a >before; {Run} {command}");

        var result = await script.EndAsync();

        Assert.Equal(output, Encoding.UTF8.GetString(result.Output));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_show_all_that_was_written_before_the_end()
    {
        if (IsMissing)
        {
            return;
        }

        var result = await Script($"{Run} seq 20000").EndAsync();

        Assert.Equal(
            string.Concat(Enumerable.Range(1, 20_000).Select(number => $"{number}\r\n")),
            Encoding.UTF8.GetString(result.Output)
        );
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_pass_each_key_to_the_command_unchanged()
    {
        if (IsMissing)
        {
            return;
        }

        var command = Script(
            $"{Run} sh -c 'trap \"echo int; exit 3\" INT; echo ready; read line; echo \"<$line>\"; "
                + "while :; do sleep 0.05; done'"
        );
        await command.ExpectLineAsync("ready\r");

        await command.Stdin.WriteAsync("hello\r"u8.ToArray());
        await command.Stdin.FlushAsync();
        await command.ExpectLineAsync("<hello>\r");
        var result = await command.EndAsync([3]);

        Assert.Equal((3, "int\r\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_pass_on_a_resize_of_the_terminal_to_the_command()
    {
        if (IsMissing)
        {
            return;
        }

        var result = await Script(
                $"export T=$(tty); {Run} sh -c 'trap \"stty size; exit 5\" WINCH; stty -F $T rows 20 cols 30; "
                    + "while :; do sleep 0.05; done'"
            )
            .EndAsync();

        Assert.Equal((5, "20 30\r\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("sh -c 'echo hi; sleep 60'", 124, "hi\r\nmcpfuzzer: no output for 1s: ended by SIGTERM\r\n")]
    [InlineData("sh -c 'for i in 1 2 3 4 5 6 7; do sleep 0.3; printf .; done'", 0, ".......")]
    public async Task Should_detect_silence_on_a_terminal_too(string command, int exitCode, string output)
    {
        if (IsMissing)
        {
            return;
        }

        var result = await Script($"\"$M\" run --idle-timeout 1s -- {command}").EndAsync();

        Assert.Equal((exitCode, output), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_give_each_incarnation_the_terminal()
    {
        if (IsMissing)
        {
            return;
        }

        var result = await Script(
                "\"$M\" run --idle-timeout 60s --restart on-failure --restart-delay 10ms -- "
                    + "sh -c 'test -t 1 && echo on; test -e tried || { touch tried; exit 1; }'"
            )
            .EndAsync();

        Assert.Equal((0, "on\r\non\r\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    // Without echo, since script passes on the end of its input as a key.
    private RunningCommand Script(string command) =>
        _program.StartShell(
            "sh",
            $"exec script -qec 'stty -echo; {command.Replace("'", "'\\''", StringComparison.Ordinal)}' /dev/null"
        );
}
