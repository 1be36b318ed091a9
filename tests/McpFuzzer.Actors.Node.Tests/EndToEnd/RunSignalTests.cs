using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>Signals that <c>mcpfuzzer run</c> receives.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunSignalTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    [InlineData("HUP", 1)]
    [InlineData("QUIT", 3)]
    [InlineData("USR1", 10)]
    [InlineData("USR2", 12)]
    [InlineData("WINCH", 28)]
    public async Task Should_pass_a_signal_on_and_exit_as_the_command_does(string name, int number)
    {
        var command = Start("run", $"trap 'echo got {name}; exit 5' {name}; echo ready; while :; do sleep 0.05; done");
        await command.ExpectLineAsync("ready");

        Signals.Send(command.Pid, number);

        var result = await command.EndAsync();
        Assert.Equal((5, $"got {name}\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        Assert.DoesNotContain("mcpfuzzer", Encoding.UTF8.GetString(result.Error), StringComparison.Ordinal);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task Should_exit_with_128_plus_the_signal_when_a_signal_ends_the_command(int number, int exitCode)
    {
        var command = Start("run --idle-timeout 60s", "echo ready; sleep 600 & wait; sleep 600");
        await command.ExpectLineAsync("ready");

        Signals.Send(command.Pid, number);

        Assert.Equal(exitCode, (await command.EndAsync()).ExitCode);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_restart_the_command_when_its_end_was_requested()
    {
        var command = Start("run --restart always --restart-delay 10ms", "echo ready; sleep 600 & wait");
        await command.ExpectLineAsync("ready");

        Signals.Send(command.Pid, Signals.Terminate);

        var result = await command.EndAsync();
        Assert.Equal((143, 0), (result.ExitCode, result.Output.Length));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_give_stdin_to_the_next_run_when_the_command_is_restarted()
    {
        var command = Start(
            "run --idle-timeout 60s --restart on-failure --restart-delay 10ms",
            "echo ready; read line; echo $line; test $line = second"
        );

        await command.ExpectLineAsync("ready");
        await command.Stdin.WriteAsync("first\n"u8.ToArray());
        await command.Stdin.FlushAsync();
        await command.ExpectLineAsync("first");
        // Output during the end of the first run may still go to its pipe.
        await command.ExpectLineAsync("ready");

        var result = await command.EndAsync("second\n"u8.ToArray());
        Assert.Equal((0, "second\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_leave_the_end_to_the_command_until_requests_repeat()
    {
        var command = Start(
            "run --grace 100ms",
            "trap 'echo heard' INT TERM; echo ready; while :; do sleep 0.05; done"
        );
        await command.ExpectLineAsync("ready");

        Signals.Send(command.Pid, Signals.Interrupt);
        await command.ExpectLineAsync("heard");
        Signals.Send(command.Pid, Signals.Terminate);
        await command.ExpectLineAsync("heard");
        Signals.Send(command.Pid, Signals.Interrupt);

        var result = await command.EndAsync();
        Assert.Equal(137, result.ExitCode);
        Assert.Contains(
            "mcpfuzzer: the third signal: SIGTERM, and SIGKILL after the grace\n",
            Encoding.UTF8.GetString(result.Error),
            StringComparison.Ordinal
        );
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_stop_and_continue_with_the_command_when_the_terminal_requests_it()
    {
        // With job control, wait returns when the job stops.
        var command = _program.StartShell(
            "bash",
            """
            set -m
            mkfifo ready
            "$0" run -- sh -c 'trap "echo went on; exit 5" CONT; echo >ready; while :; do sleep 0.05; done' &
            read -r _ <ready
            kill -TSTP %1
            wait %1
            echo "stopped $?"
            kill -CONT %1
            wait %1
            echo "ended $?"
            """
        );

        var result = await command.EndAsync();

        Assert.Equal("stopped 147\nwent on\nended 5\n", Encoding.UTF8.GetString(result.Output));
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_pass_on_signals_that_were_ignored_at_the_start()
    {
        var command = _program.StartShell(
            "sh",
            "trap '' HUP; exec \"$0\" run -- sh -c 'trap \"exit 5\" HUP; echo ready; read line; echo $line'"
        );
        await command.ExpectLineAsync("ready");

        Signals.Send(command.Pid, Signals.HangUp);

        var result = await command.EndAsync("unmoved\n"u8.ToArray());
        Assert.Equal((0, "unmoved\n"), (result.ExitCode, Encoding.UTF8.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    private RunningCommand Start(string way, string script) =>
        _program.StartCommand([.. way.Split(' '), "--", "sh", "-c", script]);
}
