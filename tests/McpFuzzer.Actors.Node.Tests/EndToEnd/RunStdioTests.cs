using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>The streams of the command, inherited and piped.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunStdioTests : IDisposable
{
    private const int Much = 10 * 1024 * 1024;

    private static readonly byte[] Odd =
    [
        0,
        0xFF,
        0xFE,
        .. "\uFEFF\r\n\r"u8,
        0xC3,
        (byte)'\n',
        0x80,
        0,
        0x1B,
        0xED,
        0xA0,
    ];

    private readonly Mcpfuzzer _program = new();

    public static TheoryData<string> Ways => ["run", "run --idle-timeout 60s"];

    public void Dispose() => _program.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Should_pass_bytes_unchanged_in_both_directions(string way)
    {
        var input = new byte[Much];
        new Random(7).NextBytes(input);
        Odd.CopyTo(input, 0);
        Odd.CopyTo(input, Much - Odd.Length);

        var result = await Start(way, "cat").EndAsync(input);

        Assert.Equal(0, result.ExitCode);
        Assert.True(input.AsSpan().SequenceEqual(result.Output));
        Assert.Empty(result.Error);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Should_keep_the_two_outputs_apart(string way)
    {
        var result = await Start(way, "sh", "-c", "tee /dev/stderr; printf end >&2").EndAsync(Odd);

        Assert.Equal(Odd, result.Output);
        Assert.Equal([.. Odd, .. "end"u8], result.Error);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Should_pass_on_an_incomplete_line_at_once(string way)
    {
        var command = Start(way, "sh", "-c", "printf '> '; read line; printf '%s!\\n' \"$line\"");
        var prompt = new byte[2];
        await command.Stdout.ReadExactlyAsync(prompt);
        Assert.Equal("> "u8, prompt);

        await command.Stdin.WriteAsync("hello\n"u8.ToArray());
        await command.Stdin.FlushAsync();

        await command.ExpectLineAsync("hello!");
        Assert.Equal(0, (await command.EndAsync()).ExitCode);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Should_let_the_command_get_SIGPIPE_when_the_reader_of_the_tool_has_gone(string way)
    {
        var command = Start(way, "sh", "-c", "echo first; exec yes");
        await command.ExpectLineAsync("first");

        command.Stdout.Close();

        var result = await command.EndAsync();
        Assert.Equal(141, result.ExitCode);
        Assert.Empty(result.Error);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Should_succeed_when_the_command_reads_nothing(string way)
    {
        var result = await Start(way, "sh", "-c", "exec <&-; echo done").EndAsync(new byte[Much]);

        Assert.Equal((0, "done\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        Assert.Empty(result.Error);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_release_stdin_when_the_command_has_closed_its_own()
    {
        var command = Start(
            "run --idle-timeout 60s",
            "sh",
            "-c",
            "exec <&-; echo closed; trap 'exit 6' TERM; sleep 600 & wait"
        );
        await command.ExpectLineAsync("closed");

        // More than all pipes on the way hold, so this ends only with the pipe.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await command.Stdin.WriteAsync(new byte[Much]);
        });

        Signals.Send(command.Pid, Signals.Terminate);
        Assert.Equal(6, (await command.EndAsync()).ExitCode);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_mistake_a_slow_reader_for_silence_of_the_command()
    {
        // It has filled the pipe, and waits for longer than it may be silent, as its own clock shows.
        var command = Start(
            "run --idle-timeout 500ms",
            "sh",
            "-c",
            $"mkfifo clock; {{ sleep 2; echo tick >clock; }} & head -c {Much} /dev/zero"
        );
        await command.Stdout.ReadExactlyAsync(new byte[1]);
        Assert.Equal("tick\n", await File.ReadAllTextAsync(Path.Combine(_program.Folder, "clock")));

        var result = await command.EndAsync();

        Assert.Equal((0, Much - 1), (result.ExitCode, result.Output.Length));
        Assert.Empty(result.Error);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_give_end_of_file_when_it_was_started_without_stdin()
    {
        var result = await _program.RunRedirectedAsync("<&-", "run", "--idle-timeout", "60s", "--", "cat");

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Empty(result.ErrorLines);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public async Task Should_fail_when_output_of_the_command_is_lost(string redirection)
    {
        if (redirection.Contains("full", StringComparison.Ordinal) && !File.Exists("/dev/full"))
        {
            return;
        }

        var result = await _program.RunRedirectedAsync(redirection, "run", "--idle-timeout", "60s", "--", "echo", "x");

        Assert.Equal(125, result.ExitCode);
        Assert.StartsWith(
            "mcpfuzzer: can't write to stdout: ",
            Assert.Single(result.ErrorLines),
            StringComparison.Ordinal
        );
        _program.AssertNothingIsLeft();
    }

    private RunningCommand Start(string way, params string[] command) =>
        _program.StartCommand([.. way.Split(' '), "--", .. command]);
}
