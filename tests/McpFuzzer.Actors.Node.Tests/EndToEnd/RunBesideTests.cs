using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// <c>mcpfuzzer run</c> compared with similar commands: the same exit code and the same output. Commands that are not
/// installed are left out.
/// </summary>
[Collection(EndToEndGroup.Name)]
public sealed class RunBesideTests : IDisposable
{
    private const string Ours = "\"$0\" run ";
    private const string TellTrap = "sh -c 'trap \"echo told; exit 3\" USR1 INT; while :; do sleep 0.05; done'";
    private const string TellPlace = "sh -c 'echo ${A-none} ${B-none} ${HOME-none} ${LANG-none}; pwd'";
    private const string TellWho =
        "sh -c 'id -u; id -g; id -G; grep -E \"^(Uid|Gid|Groups|Cap(Prm|Eff|Amb)):\" /proc/self/status'";

    private readonly Mcpfuzzer _program = new();

    public static TheoryData<string, string, string> Timeouts =>
        new()
        {
            { "timeout 0.3", "--max-time 300ms", "sleep 60" },
            { "timeout -s USR1 0.3", "--max-time 300ms --signal USR1", TellTrap },
            { "timeout --signal=2 0.3", "--max-time 300ms --signal 2", TellTrap },
            { "timeout --preserve-status -s USR1 0.3", "--max-time 300ms --preserve-status --signal usr1", TellTrap },
            { "timeout --preserve-status 0.3", "--max-time 300ms --preserve-status", "sleep 60" },
            { "timeout -s KILL 0.3", "--max-time 300ms --signal KILL", "sleep 60" },
            {
                "timeout --preserve-status -k 0.2 0.3",
                "--max-time 300ms --preserve-status --kill-after 200ms",
                "sh -c 'trap \"\" TERM; while :; do sleep 0.05; done'"
            },
            { "timeout 60", "--max-time 60s", "sh -c 'echo out; exit 7'" },
            { "timeout 60", "--max-time 60s", "sh -c 'kill -9 $$'" },
            { "timeout 60", "--max-time 60s", "nosuchcommand" },
            { "timeout 60", "--max-time 60s", "/etc/passwd" },
        };

    public static TheoryData<string, string, string> Environments =>
        new()
        {
            { "env A=1 B=", "--env A=1 --env B=", TellPlace },
            { "env A=1 A='x=y z'", "--env A=1 --env A='x=y z'", TellPlace },
            { "env -u HOME -u A A=2", "--unset-env HOME --unset-env A --env A=2", TellPlace },
            {
                "env -i PATH=\"$PATH\" A=1 B=\"$B\"",
                "--clean-env --unset-env HOME --unset-env LANG --unset-env TMPDIR --env A=1 --env B",
                TellPlace
            },
            { "env -C /", "--cwd /", TellPlace },
            { "env -C sub", "--cwd sub", "./here" },
            { "env -C nosuch", "--cwd nosuch", "true" },
            { "env -C sub/here", "--cwd sub/here", "true" },
            { "env -C / PATH=/nosuch", "--cwd / --env PATH=/nosuch", "sh" },
        };

    public static TheoryData<string, string> Users =>
        new()
        {
            { "setpriv --reuid nobody --regid 65534 --init-groups", "--user nobody" },
            { "setpriv --reuid nobody --regid daemon --init-groups", "--user nobody:daemon" },
            { "setpriv --reuid 65534 --regid 1 --init-groups", "--user 65534:1" },
            { "setpriv --reuid 54321 --regid 54322 --groups 54322", "--user 54321:54322" },
        };

    public void Dispose() => _program.Dispose();

    [Theory]
    [MemberData(nameof(Timeouts))]
    public Task Should_end_as_under_timeout(string theirs, string ours, string command) =>
        CompareAsync(theirs, ours, command);

    [Theory]
    [MemberData(nameof(Environments))]
    public Task Should_start_as_under_env(string theirs, string ours, string command)
    {
        _program.Environment["B"] = "ours";
        var folder = Directory.CreateDirectory(Path.Combine(_program.Folder, "sub")).FullName;
        File.WriteAllText(Path.Combine(folder, "here"), "#!/bin/sh\npwd\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "here"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return CompareAsync(theirs, ours, command);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public Task Should_keep_its_user_under_setpriv(string theirs, string ours) =>
        Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv")
            ? CompareAsync(theirs, ours, TellWho)
            : Task.CompletedTask;

    [Theory]
    [InlineData("env", "")]
    [InlineData("timeout 60", "--idle-timeout 60s")]
    public async Task Should_pass_on_only_the_descriptors_that_it_inherited(string theirs, string ours)
    {
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        const string given = "exec 7< <(echo seven) 63</dev/null; ";
        const string command = "sh -c 'cat $1 - <&7; cd /proc/$$/fd; echo *' sh <(echo eight)";

        var expected = await RunAsync("bash", $"{given} {theirs} {command}");
        var result = await RunAsync("bash", $"{given} {Ours} {ours} -- {command}");

        Assert.StartsWith("eight\nseven\n0 1 ", expected.Output, StringComparison.Ordinal);
        Assert.Equal(expected, result);
        _program.AssertNothingIsLeft();
    }

    private async Task CompareAsync(string theirs, string ours, string command)
    {
        if (!File.Exists($"/usr/bin/{theirs.Split(' ')[0]}"))
        {
            return;
        }

        var expected = await RunAsync("sh", $"{theirs} {command}");
        var result = await RunAsync("sh", $"{Ours} {ours} -- {command}");

        Assert.Equal(expected, result);
        _program.AssertNothingIsLeft();
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string shell, string script)
    {
        var result = await _program.StartShell(shell, script).EndAsync();
        return (result.ExitCode, Encoding.UTF8.GetString(result.Output));
    }
}
