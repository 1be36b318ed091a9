using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>What a child does with its working directory and descriptors between fork and exec.</summary>
internal static unsafe class SpawnActions
{
    /// <summary>Zero, or the error number of the action that failed.</summary>
    internal static int Add(byte* actions, SpawnOrder order, ReadOnlySpan<int> streams)
    {
        var error = AddStreams(actions, streams, order.Terminal);
        if (error == 0 && order.WorkingDirectory is { } directory)
        {
            fixed (byte* path = ByteText.ToPath(directory))
            {
                error = Libc.posix_spawn_file_actions_addchdir_np(actions, path);
            }
        }

        return error != 0 ? error : AddCloses(actions, order.Passed);
    }

    // The first terminal that a session leader opens becomes its controlling terminal.
    private static int AddStreams(byte* actions, ReadOnlySpan<int> streams, string? terminal)
    {
        var error = 0;
        var opened = Descriptors.None;
        for (var stream = 0; stream <= 2 && error == 0; stream++)
        {
            var source = streams[stream];
            if (source == ChildStdio.Inherit && terminal is not null && opened == Descriptors.None)
            {
                opened = stream;
                error = Libc.posix_spawn_file_actions_addopen(actions, stream, terminal, Libc.O_RDWR, 0);
            }
            else if (source != ChildStdio.Inherit || terminal is not null)
            {
                source = source == ChildStdio.Inherit ? opened : source;
                error = Libc.posix_spawn_file_actions_adddup2(actions, source, stream);
            }
        }

        return error;
    }

    private static int AddCloses(byte* actions, InheritedDescriptors? passed)
    {
        if (passed is null)
        {
            return Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
        }

        var error = 0;
        foreach (var other in passed.Others())
        {
            error = error == 0 ? Libc.posix_spawn_file_actions_addclose(actions, other) : error;
        }

        return error;
    }
}
