using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Linux;

public abstract partial class LinuxProcessHostContract
{
    private const string Nobody = "nobody";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Own | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Should_start_as_another_user_with_its_groups_and_variables_and_keep_that_of_the_node()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        var ours = await IdsOfAsync("self");
        var entry = File.ReadLines("/etc/passwd")
            .Single(line => line.StartsWith("nobody:", StringComparison.Ordinal))
            .Split(':');
        var (handle, recorder) = await ShellAsync(
            "id -un; id -g; echo $HOME $USER $LOGNAME $SHELL; echo $MINE;"
                + " touch /proc/self/oom_score_adj && exec sleep 1000",
            spec =>
                spec with
                {
                    User = Nobody,
                    Environment = new Dictionary<string, string?> { ["SHELL"] = "own", ["MINE"] = "mine" },
                    Stdout = StdioMode.Piped,
                }
        );

        Assert.Equal(Nobody, await ReadLineAsync(handle.Stdout!));
        Assert.Equal(entry[3], await ReadLineAsync(handle.Stdout!));
        Assert.Equal($"{entry[5]} nobody nobody own", await ReadLineAsync(handle.Stdout!));
        Assert.Equal("mine", await ReadLineAsync(handle.Stdout!));
        Assert.False(recorder.HasExited);
        Assert.Equal(ours, await IdsOfAsync("self"));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_find_the_command_as_the_user_does()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        var closed = Command("closed", Own, Open);
        var unrunnable = Command("unrunnable", Open, Own);
        var open = Command("open", Open, Open);
        var path = new Dictionary<string, string?> { ["PATH"] = $"{closed}:{unrunnable}:{open}:/usr/bin:/bin" };
        ProcessSpec spec = new()
        {
            Command = ["told"],
            User = Nobody,
            Environment = path,
        };

        var (handle, recorder) = await StartAsync(spec);
        await recorder.Exit;

        Assert.Equal("open\n", TextOf(handle.ReadStdio().Stdout));
        await EndAsync(handle);
        var failed = await FailAsync(spec with { Command = [Path.Combine(closed, "told")] });
        Assert.Equal(SpawnError.NotExecutable, failed.Error);
        failed = await FailAsync(spec with { WorkingDirectory = closed });
        Assert.Equal(
            (SpawnError.WorkingDirectoryNotADirectory, $"The working directory '{closed}' may not be entered."),
            (failed.Error, failed.Message)
        );
        Assert.Empty(Living());
    }

    [Theory]
    [InlineData("no-such-user", "No such user: 'no-such-user'.")]
    [InlineData("root:no-such-group", "No such group: 'no-such-group'.")]
    [InlineData("54321", "User 54321 has no entry in passwd, and so no default group: name one, as in 54321:54321.")]
    [InlineData("4294967295", "No such user: '4294967295'.")]
    public async Task Should_name_the_user_or_group_that_does_not_exist(string user, string why)
    {
        var failed = await FailAsync(new ProcessSpec { Command = ["true"], User = user });

        Assert.Equal((SpawnError.Other, why), (failed.Error, failed.Message));
    }

    private string Command(string folder, UnixFileMode folderMode, UnixFileMode mode)
    {
        var path = Directory.CreateDirectory(Path.Combine(Scratch, folder)).FullName;
        var file = Path.Combine(path, "told");
        File.WriteAllText(file, $"#!/bin/sh\necho {folder}\n");
        File.SetUnixFileMode(file, mode);
        File.SetUnixFileMode(path, folderMode);
        File.SetUnixFileMode(Scratch, Open);
        return path;
    }

    private static async Task<string[]> IdsOfAsync(string process) =>
        [
            .. (await File.ReadAllLinesAsync($"/proc/{process}/status")).Where(line =>
                line.StartsWith("Uid", StringComparison.Ordinal)
                || line.StartsWith("Gid", StringComparison.Ordinal)
                || line.StartsWith("Groups", StringComparison.Ordinal)
            ),
        ];
}
