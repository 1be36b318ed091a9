using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Sets;

/// <summary>
/// Processes that /proc hides from the node. The node's user may run a program but not read it, so the program is not
/// traceable, and /proc hides it. Where this cannot be set up (no root, no mount), all are visible.
/// </summary>
public sealed class HiddenHazards : HazardTest
{
    private const UnixFileMode RunOnly =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const string Namespace = """
        unshare -pfm --mount-proc mount -o remount,hidepid="$0" /proc 2>/dev/null || exec "$@"
        exec unshare -pfm --mount-proc sh -c \
            'mount -o remount,hidepid="$0" /proc; exec setpriv --reuid=61234 --regid=61234 --clear-groups "$@"' \
            "$0" "$@"
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Hazard", "5")]
    public async Task Should_find_and_end_daemons_that_it_cannot_see(int hidden)
    {
        var argument = OtherProcesses.NewArgument();
        var program = await MakeUnreadableAsync();
        var state = FolderFor("state");
        File.SetUnixFileMode(Scratch, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(state, (UnixFileMode)0b111_111_111);
        var node = await NodeProcessAsync(
            new NodeSettings(NodeLevel.Session, Path.Combine(state, "own")),
            "sh",
            "-c",
            Namespace,
            $"{hidden}"
        );

        var daemon = $"setsid {program} {argument}";
        await node.TellAsync($"start t ({daemon} &); (env -i {daemon} &); {program} {argument} & exit 3");
        Assert.EndsWith("exit code 3", await node.TellAsync("wait t"), StringComparison.Ordinal);
        Assert.StartsWith("STOPPED", await node.TellAsync("stop t"), StringComparison.Ordinal);

        // Seen from here, where nothing is hidden.
        Assert.Empty(OtherProcesses.WithArgument(argument));
    }

    private async Task<string> MakeUnreadableAsync()
    {
        var program = Path.Combine(Scratch, "sleep");
        var found = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, "sleep"))
            .First(File.Exists);
        await File.WriteAllBytesAsync(program, await File.ReadAllBytesAsync(found));
        File.SetUnixFileMode(program, RunOnly);
        return program;
    }
}
