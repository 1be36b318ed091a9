using System.Text;
using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary><c>mcpfuzzer run</c>: its exit codes, its messages, and what it leaves.</summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunTests : IDisposable
{
    private readonly Mcpfuzzer _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -TERM $$", 143)]
    public async Task Should_exit_as_the_command_did_and_print_nothing(string script, int exitCode)
    {
        var result = await _program.RunAsync("run", "--", "sh", "-c", script);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Empty(result.ErrorLines);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("nosuchcommand", 127, "No such command: 'nosuchcommand'.")]
    [InlineData("./interpreter", 127, "does not exist.")]
    [InlineData("./plain", 126, "is not executable.")]
    [InlineData("./format", 126, "is neither a program nor a script.")]
    [InlineData("/", 126, "is a directory.")]
    public async Task Should_exit_as_a_shell_would_when_the_command_cannot_be_run(
        string command,
        int exitCode,
        string why
    )
    {
        Write("plain", "#!/bin/sh\n", UnixFileMode.UserRead);
        Write("interpreter", "#!/nosuch/sh\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write("format", "\0\0\0\0", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await _program.RunAsync("run", "--status", "status.json", "--", command);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.EndsWith(why, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        var status = Status();
        Assert.Equal(JsonValueKind.Null, status.GetProperty("pid").ValueKind);
        Assert.Equal("failed", status.GetProperty("phase").GetString());
        Assert.Equal(JsonValueKind.String, status.GetProperty("spawnError").ValueKind);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("run --nosuch -- touch started", "--nosuch: no such option")]
    [InlineData("run touch started", "touch: put -- before the command")]
    [InlineData("run --set mcp-fuzzer.process.nosuch=1 -- touch started", "mcp-fuzzer.process.nosuch = 1: no such key")]
    [InlineData("run --config nosuch.conf -- touch started", "--config nosuch.conf: ")]
    [InlineData("run --status . -- touch started", "--status .: is a folder")]
    [InlineData("run --status nosuch/s.json -- touch started", "--status nosuch/s.json: ")]
    [InlineData("run --status /dev/null -- touch started", "--status /dev/null: is not a regular file")]
    [InlineData("run --user no-such-user -- touch started", "No such user: 'no-such-user'.")]
    [InlineData("run --user root:no-such-group -- touch started", "No such group: 'no-such-group'.")]
    [InlineData("run --user 54321 -- touch started", "User 54321 has no entry in passwd, ")]
    public async Task Should_exit_125_with_one_line_and_start_nothing_when_its_usage_is_wrong(
        string arguments,
        string named
    )
    {
        var result = await _program.RunAsync(arguments.Split(' '));

        Assert.Equal((125, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"mcpfuzzer: {named}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_program.Folder));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("--idle-timeout", "mcpfuzzer: no output for 1s: ended by SIGTERM", "watchdog")]
    [InlineData("--max-time", "mcpfuzzer: ran longer than 1s: ended by SIGTERM", "timeLimit")]
    public async Task Should_exit_124_when_a_timeout_ends_the_command(string option, string line, string cause)
    {
        var result = await _program.RunAsync("run", option, "1s", "--status", "status.json", "--", "sleep", "60");

        Assert.Equal(124, result.ExitCode);
        Assert.Equal([line], result.ErrorLines);
        Assert.Equal(cause, Status().GetProperty("cause").GetString());
        Assert.InRange(Status().GetProperty("ranMs").GetInt64(), 1_000, 10_000);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_send_SIGKILL_after_the_grace_when_the_command_ignores_SIGTERM()
    {
        var result = await _program.RunAsync(
            [
                "run",
                "--max-time",
                "500ms",
                "--grace",
                "100ms",
                "--",
                "sh",
                "-c",
                "trap '' TERM; while :; do sleep 1; done",
            ],
            (_, _) => { }
        );

        Assert.Equal(124, result.ExitCode);
        Assert.Equal("mcpfuzzer: ran longer than 500ms: ended by SIGTERM, then SIGKILL", result.ErrorLines[0]);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_not_end_a_command_that_writes_now_and_then()
    {
        var result = await _program.RunAsync(
            "run",
            "--idle-timeout",
            "2s",
            "--",
            "sh",
            "-c",
            "for i in 1 2 3 4 5 6; do sleep 0.5; echo $i; sleep 0.1; echo $i >&2; done"
        );

        Assert.Equal((0, "1\n2\n3\n4\n5\n6\n"), (result.ExitCode, result.Output));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], result.ErrorLines);
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run --idle-timeout 30s")]
    public async Task Should_end_and_count_processes_that_the_command_leaves_behind(string way)
    {
        var result = await _program.RunAsync([
            .. way.Split(' '),
            "--status",
            "status.json",
            "--",
            "sh",
            "-c",
            "sleep 600 & setsid sleep 600 & sh -c 'sleep 600 & sleep 600' & exit 5",
        ]);

        Assert.Equal(5, result.ExitCode);
        var killed = Status().GetProperty("survivorsKilled").GetInt32();
        Assert.InRange(killed, 3, 6);
        Assert.Contains($"mcpfuzzer: killed {killed} processes that the command left behind", result.ErrorLines);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_write_the_status_of_a_piped_run()
    {
        var before = DateTimeOffset.UtcNow;

        var result = await _program.RunAsync(
            "run",
            "--idle-timeout",
            "30s",
            "--containment",
            "group",
            "--status",
            "status.json",
            "--",
            "sh",
            "-c",
            "echo out; echo $$ >&2; kill -KILL $$"
        );

        Assert.Equal(137, result.ExitCode);
        var status = Status();
        Assert.Equal("run", status.GetProperty("key").GetString());
        Assert.Equal(Assert.Single(result.ErrorLines), status.GetProperty("pid").GetInt32().ToString());
        Assert.Equal("exited", status.GetProperty("phase").GetString());
        Assert.InRange(status.GetProperty("startedAt").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
        Assert.Equal("SIGKILL", status.GetProperty("exit").GetProperty("signal").GetString());
        Assert.Equal("exited", status.GetProperty("cause").GetString());
        Assert.Equal("group", status.GetProperty("containment").GetString());
        Assert.Equal(4, status.GetProperty("stdoutBytes").GetInt64());
        Assert.Equal($"{result.ErrorLines[0]}\n", status.GetProperty("stderrTail").GetString());
        Assert.Equal(137, status.GetProperty("exitCode").GetInt32());
        Assert.Equal(["status.json"], Directory.GetFileSystemEntries(_program.Folder).Select(Path.GetFileName));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("--cpu-time 200ms", "while :; do :; done", "CPU time ", "cpuTime")]
    [InlineData("--pids 4", "for i in 1 2 3 4 5 6; do sleep 600 & done; wait; sleep 600", "", "pids")]
    public async Task Should_report_a_limit_that_ends_the_command(string limit, string script, string line, string kind)
    {
        var result = await _program.RunAsync([
            "run",
            .. limit.Split(' '),
            "--status",
            "status.json",
            "--",
            "sh",
            "-c",
            script,
        ]);

        Assert.InRange(result.ExitCode, 128, 143);
        Assert.Contains(
            result.ErrorLines,
            notice =>
                notice.StartsWith($"mcpfuzzer: {line}", StringComparison.Ordinal)
                && notice.EndsWith(": ended by SIGTERM", StringComparison.Ordinal)
        );
        Assert.Equal("limit", Status().GetProperty("cause").GetString());
        Assert.Equal(kind, Status().GetProperty("limit").GetProperty("kind").GetString());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_bound_the_open_files_of_the_command()
    {
        // It applies from the moment when the start is known.
        var command = _program.StartCommand([
            .. "run --open-files 20 --idle-timeout 60s -- sh -c".Split(' '),
            "echo ready; read line; ulimit -n",
        ]);
        await command.ExpectLineAsync("ready");

        var result = await command.EndAsync("go\n"u8.ToArray());
        Assert.Equal((0, "20\n"), (result.ExitCode, Encoding.ASCII.GetString(result.Output)));
        _program.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run --idle-timeout 30s")]
    public async Task Should_exit_as_the_last_run_when_the_command_is_given_up(string way)
    {
        var result = await _program.RunAsync([
            .. way.Split(' '),
            .. "--restart on-failure --max-restarts 2 --restart-delay 10ms --status status.json -- sh -c".Split(' '),
            "echo run; exit 3",
        ]);

        Assert.Equal((3, "run\nrun\nrun\n"), (result.ExitCode, result.Output));
        Assert.StartsWith("mcpfuzzer: given up: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(2, Status().GetProperty("restarts").GetInt32());
        Assert.Equal("failed", Status().GetProperty("phase").GetString());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_restart_until_the_command_succeeds()
    {
        var result = await _program.RunAsync(
            "run",
            "--restart",
            "on-failure",
            "--restart-delay",
            "10ms",
            "--",
            "sh",
            "-c",
            "echo run; test -e tried || { touch tried; kill -9 $$; }"
        );

        Assert.Equal((0, "run\nrun\n"), (result.ExitCode, result.Output));
        Assert.Empty(result.ErrorLines);
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_mask_a_secret_in_the_status()
    {
        _program.Environment["API_TOKEN"] = "s3cr3t-value";

        await _program.RunAsync(
            "run",
            "--idle-timeout",
            "30s",
            "--status",
            "status.json",
            "--",
            "sh",
            "-c",
            "echo $API_TOKEN >&2"
        );

        Assert.Equal("***\n", Status().GetProperty("stderrTail").GetString());
        _program.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Should_send_no_terminal_settings_to_stdout()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            return;
        }

        // They would be sent only if stdout were a terminal.
        var command = _program.StartShell("sh", "TERM=xterm exec script -qec \"'$0' run -- echo hi\" /dev/null");

        Assert.Equal("hi\r\n", Encoding.UTF8.GetString((await command.EndAsync()).Output));
        _program.AssertNothingIsLeft();
    }

    private JsonElement Status() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_program.Folder, "status.json"))).RootElement;

    private void Write(string name, string content, UnixFileMode mode)
    {
        var path = Path.Combine(_program.Folder, name);
        File.WriteAllText(path, content, Encoding.ASCII);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
