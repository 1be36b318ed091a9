using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Starts;

/// <summary>Commands that cannot be started, and arguments that are hard to pass on.</summary>
public sealed class FailedStartHazards : HazardTest
{
    [Theory]
    [At(NodeLevel.Cgroup, NodeLevel.Session, NodeLevel.Group)]
    [Trait("Hazard", "16")]
    public async Task Should_reject_a_start_with_its_own_reason_and_leave_nothing(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var script = new ProcessSpec { Command = ["true"] };
        (SpawnError Reason, ProcessSpec Spec)[] starts =
        [
            (SpawnError.CommandNotFound, script with { Command = ["no-such-command"] }),
            (SpawnError.NotExecutable, script with { Command = [File("plain", "#!/bin/sh\n")] }),
            (SpawnError.BadFormat, script with { Command = [Program("garbage", "\u0001\u0002 garbage\n")] }),
            (SpawnError.InterpreterMissing, script with { Command = [Program("script", "#!/no/such/shell\n")] }),
            (SpawnError.WorkingDirectoryMissing, script with { WorkingDirectory = Path.Combine(Scratch, "gone") }),
            (SpawnError.WorkingDirectoryNotADirectory, script with { WorkingDirectory = File("file", "") }),
            (SpawnError.ArgumentListTooLong, script with { Command = ["true", .. LongArguments] }),
        ];

        foreach (var (reason, spec) in starts)
        {
            var rejected = await node.AskAsync<CommandRejected>(new StartProcess(node.Marked(spec), HazardNode.Key));
            Assert.Equal((RejectReason.SpawnFailed, reason), (rejected.Reason, rejected.SpawnError));
        }

        AssertNoneLeft(promised: true);
    }

    [Theory]
    [At]
    [Trait("Hazard", "17")]
    public async Task Should_hand_on_arguments_as_they_are_and_reject_one_with_NUL(NodeLevel level)
    {
        var node = await NodeAsync(level);
        var spec = node.Shell("printf '[%s]' \"$@\"");

        await node.StartAsync(
            spec with
            {
                Command = [.. spec.Command, "sh", "a b", "", "\"'\\", "$HOME *", "line\nline", "-x"],
            }
        );

        await node.ExitAsync();
        var stopped = await node.StopAsync();
        Assert.Equal("[a b][][\"'\\][$HOME *][line\nline][-x]"u8, stopped.StdoutTail.Bytes.Span);
        var rejected = await node.AskAsync<CommandRejected>(
            new StartProcess(spec with { Command = [.. spec.Command, "sh", "cut\0here"] }, HazardNode.Key)
        );
        Assert.Equal(RejectReason.InvalidSpec, rejected.Reason);
        AssertNoneLeft(promised: true);
    }

    private static IEnumerable<string> LongArguments => Enumerable.Repeat(new string('x', 100_000), 30);

    private string File(string name, string text)
    {
        var path = Path.Combine(Scratch, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string Program(string name, string text)
    {
        var path = File(name, text);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
