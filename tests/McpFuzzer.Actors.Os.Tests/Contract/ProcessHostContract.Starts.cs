using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Tests.Contract;

public abstract partial class ProcessHostContract
{
    [Theory]
    [InlineData("no-such-command-anywhere")]
    [InlineData("./no-such-file")]
    [InlineData("/etc/passwd/below-a-file")]
    [InlineData("")]
    [Trait("Hazard", "16")]
    public async Task Should_report_not_found_when_command_is_missing(string command) =>
        Assert.Equal(SpawnError.CommandNotFound, (await FailAsync(new ProcessSpec { Command = [command] })).Error);

    [Fact]
    public async Task Should_report_not_executable_when_run_bit_is_missing()
    {
        var file = WriteFile("plain", "#!/bin/sh\n", runnable: false);

        var failure = await FailAsync(new ProcessSpec { Command = [file] });

        Assert.Equal(SpawnError.NotExecutable, failure.Error);
        Assert.Contains("not executable", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_report_not_executable_when_only_match_on_path_has_no_run_bit()
    {
        WriteFile("plain-on-path", "#!/bin/sh\n", runnable: false);

        var failure = await FailAsync(
            new ProcessSpec
            {
                Command = ["plain-on-path"],
                Environment = new Dictionary<string, string?> { ["PATH"] = Scratch },
            }
        );

        Assert.Equal(SpawnError.NotExecutable, failure.Error);
    }

    [Fact]
    public async Task Should_report_not_executable_when_command_is_a_directory() =>
        Assert.Equal(SpawnError.NotExecutable, (await FailAsync(new ProcessSpec { Command = [Scratch] })).Error);

    [Fact]
    [Trait("Hazard", "16")]
    public async Task Should_report_bad_format_when_file_is_garbage()
    {
        var file = WriteFile("garbage", "\u0001\u0002 not a program\n", runnable: true);
        Assert.Equal(SpawnError.BadFormat, (await FailAsync(new ProcessSpec { Command = [file] })).Error);
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n")]
    [InlineData("#!/no/such/interpreter -x\n")]
    [InlineData("#!/bin/sh\r\necho hello\r\n")]
    [Trait("Hazard", "16")]
    public async Task Should_report_interpreter_missing_when_the_first_line_names_one_that_does_not_exist(string script)
    {
        var file = WriteFile("script", script, runnable: true);

        var failure = await FailAsync(new ProcessSpec { Command = [file] });

        Assert.Equal(SpawnError.InterpreterMissing, failure.Error);
        Assert.Equal(script.Contains('\r'), failure.Message.Contains("CR LF", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Hazard", "16")]
    public async Task Should_report_directory_missing_when_it_does_not_exist()
    {
        var missing = Path.Combine(Scratch, "missing");
        var failure = await FailAsync(new ProcessSpec { Command = ["true"], WorkingDirectory = missing });
        Assert.Equal(SpawnError.WorkingDirectoryMissing, failure.Error);
    }

    [Fact]
    [Trait("Hazard", "16")]
    public async Task Should_report_not_a_directory_when_it_is_a_file()
    {
        var file = WriteFile("file", "", runnable: false);
        var failure = await FailAsync(new ProcessSpec { Command = ["true"], WorkingDirectory = file });
        Assert.Equal(SpawnError.WorkingDirectoryNotADirectory, failure.Error);
    }

    [Fact]
    [Trait("Hazard", "16")]
    public async Task Should_report_too_long_when_arguments_are_three_megabytes()
    {
        var many = Enumerable.Repeat(new string('x', 100_000), 30);
        Assert.Equal(
            SpawnError.ArgumentListTooLong,
            (await FailAsync(new ProcessSpec { Command = ["true", .. many] })).Error
        );
    }

    [Fact]
    [Trait("Hazard", "17")]
    public async Task Should_reject_when_argument_contains_nul()
    {
        var failure = await FailAsync(new ProcessSpec { Command = ["echo", "fine", "s3cr3t\0cut"] });

        Assert.Equal(SpawnError.Other, failure.Error);
        Assert.Equal("Argument 2 contains NUL.", failure.Message);
    }

    [Fact]
    public async Task Should_reject_when_environment_contains_nul()
    {
        var failure = await FailAsync(
            new ProcessSpec
            {
                Command = ["true"],
                Environment = new Dictionary<string, string?> { ["TOKEN"] = "s3cr3t\0cut" },
            }
        );

        Assert.Equal(SpawnError.Other, failure.Error);
        Assert.Equal("The environment variable TOKEN contains NUL.", failure.Message);
    }

    [Fact]
    [Trait("Hazard", "17")]
    public async Task Should_hand_over_arguments_byte_for_byte()
    {
        string[] arguments =
        [
            "",
            " ",
            "two words",
            "\"quoted\"",
            "'single'",
            "back\\slash",
            "line\nline",
            "tab\t",
            "*",
            "$HOME",
            "ünï-😀",
            "-",
            "--",
        ];
        var (handle, recorder) = await StartAsync(
            new ProcessSpec { Command = [.. TestChild.Command("argv"), .. arguments], TailBytes = 64 * 1024 }
        );

        Assert.Equal(new ProcessExit.Code(0), await recorder.Exit);
        await recorder.Closed;
        var expected = arguments.Select(argument => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(argument)));
        Assert.Equal(string.Concat(expected.Select(line => line + "\n")), TextOf(handle.ReadStdio().Stdout));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_search_the_path_of_the_spec_alone_when_command_is_a_name()
    {
        Directory.CreateDirectory(Path.Combine(Scratch, "bin"));
        WriteFile("bin/only-here", "#!/bin/sh\necho found\n", runnable: true);
        var (handle, recorder) = await StartAsync(
            new ProcessSpec
            {
                Command = ["only-here"],
                WorkingDirectory = Scratch,
                Environment = new Dictionary<string, string?> { ["PATH"] = "bin" },
            }
        );

        await recorder.Closed;
        Assert.Equal("found\n", TextOf(handle.ReadStdio().Stdout));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_resolve_relative_command_against_working_directory()
    {
        WriteFile("here", "#!/bin/sh\npwd\n", runnable: true);
        var (handle, recorder) = await StartAsync(new ProcessSpec { Command = ["./here"], WorkingDirectory = Scratch });

        await recorder.Closed;
        Assert.EndsWith(Path.GetFileName(Scratch) + "\n", TextOf(handle.ReadStdio().Stdout), StringComparison.Ordinal);
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_change_and_remove_variables_as_the_spec_says()
    {
        var (handle, recorder) = await StartAsync(
            new ProcessSpec
            {
                Command = ["/bin/sh", "-c", "echo \"[$ADDED][${HOME-gone}][${PATH:+kept}]\""],
                CleanEnvironment = true,
                Environment = new Dictionary<string, string?> { ["ADDED"] = "a b", ["HOME"] = null },
            }
        );

        await recorder.Closed;
        Assert.Equal("[a b][gone][kept]\n", TextOf(handle.ReadStdio().Stdout));
        await EndAsync(handle);
    }

    [Fact]
    public async Task Should_leave_nothing_when_cancelled_before_the_start()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var result = await Host.StartAsync(Marked(new ProcessSpec { Command = ["sleep", "1000"] }), cancelled.Token);

        Assert.IsType<StartResult.Cancelled>(result);
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Should_leave_nothing_when_cancelled_at_any_moment()
    {
        for (var round = 0; round < 20; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var starts = Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Host.StartAsync(Marked(new ProcessSpec { Command = ["sleep", "1000"] }), cancellation.Token)
                )
                .ToArray();
            Thread.SpinWait(round * 10000);
            await cancellation.CancelAsync();

            foreach (var result in await Task.WhenAll(starts).WaitAsync(Recorder.Patience))
            {
                if (result is StartResult.Started started)
                {
                    await EndAsync(started.Handle);
                }
                else
                {
                    Assert.IsType<StartResult.Cancelled>(result);
                }
            }

            Assert.Empty(Living());
        }
    }

    [Fact]
    public async Task Should_kill_living_processes_and_reject_starts_when_disposed()
    {
        var children = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => ShellAsync("trap '' TERM; exec sleep 1000"))
        );

        await Host.DisposeAsync().AsTask().WaitAsync(Recorder.Patience);

        Assert.Empty(Living());
        Assert.All(children, child => Assert.Equal(1, child.Recorder.Exits));
        Assert.Equal(SpawnError.Other, (await FailAsync(new ProcessSpec { Command = ["true"] })).Error);
    }

    private string WriteFile(string name, string content, bool runnable)
    {
        var path = Path.Combine(Scratch, name);
        File.WriteAllText(path, content);
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, runnable ? mode | UnixFileMode.UserExecute : mode);
        return path;
    }
}
