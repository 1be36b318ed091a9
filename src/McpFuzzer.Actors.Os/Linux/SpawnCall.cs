using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Users;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One posix_spawn(3): a session (and so a group) of its own, default signal dispositions, an empty signal mask,
/// descriptors 0 to 2 and nothing beyond but what is passed on. It returns when the exec has succeeded or failed.
/// </summary>
internal static unsafe class SpawnCall
{
    private const short POSIX_SPAWN_SETSIGDEF = 0x04;
    private const short POSIX_SPAWN_SETSIGMASK = 0x08;
    private const short POSIX_SPAWN_SETSID = 0x80;

    // glibc's are 336, 80 and 128 bytes on 64 bits; there is room to spare.
    private const int AttributesSize = 512;
    private const int FileActionsSize = 256;
    private const int SignalSetSize = 128;

    // The only cause of ETXTBSY that mends itself: a sibling between fork and exec that still holds the freshly written file open.
    private const int BusyAttempts = 20;

    /// <summary>Zero and the pid, or the error number of the exec.</summary>
    /// <param name="path">The program.</param>
    /// <param name="workingDirectory">Null keeps ours.</param>
    /// <param name="arguments">The argument vector.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="streams">What the descriptors 0, 1 and 2 are duplicated from, or <see cref="ChildStdio.Inherit" />.</param>
    /// <param name="tags">The mark that it is born with; null is none.</param>
    /// <param name="pid">Whose parent we are then.</param>
    /// <param name="passed">What it gets beyond descriptors 0 to 2; null is nothing.</param>
    /// <param name="account">As whom; null is as we are.</param>
    /// <param name="terminal">Its controlling terminal, in place of our streams; null is none.</param>
    internal static int TrySpawn(
        string path,
        string? workingDirectory,
        IReadOnlyList<string> arguments,
        NativeStrings environment,
        ReadOnlySpan<int> streams,
        SetTags? tags,
        out int pid,
        GivenDescriptors? passed = null,
        UserAccount? account = null,
        string? terminal = null
    )
    {
        var attributes = stackalloc byte[AttributesSize];
        var actions = stackalloc byte[FileActionsSize];
        using var argv = new NativeStrings(arguments);
        using var file = new NativeStrings([path]);
        var envp = environment.Vector;

        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_init(actions);
        try
        {
            SetSignals(attributes);
            var error = AddActions(actions, workingDirectory, streams, terminal, passed);
            pid = 0;
            for (var attempt = 0; error == 0; attempt++)
            {
                int result;
                using (SpawnMark.Begin(tags))
                {
                    result = account is null
                        ? Libc.posix_spawn(out pid, file.Vector[0], actions, attributes, argv.Vector, envp)
                        : SpawnAs(account, out pid, file.Vector[0], actions, attributes, argv.Vector, envp);
                }

                if (result != Libc.ETXTBSY || attempt == BusyAttempts)
                {
                    return result;
                }

                Thread.Sleep(millisecondsTimeout: 1 + attempt);
            }

            return error;
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static int SpawnAs(
        UserAccount account,
        out int pid,
        byte* path,
        byte* actions,
        byte* attributes,
        byte** argv,
        byte** envp
    )
    {
        (var result, pid) = UserThread.Run(
            account,
            () => (Libc.posix_spawn(out var child, path, actions, attributes, argv, envp), child),
            out var error
        );
        return error != 0 ? error : result;
    }

    private static void SetSignals(byte* attributes)
    {
        var set = stackalloc byte[SignalSetSize];
        _ = Libc.sigemptyset(set);
        _ = Libc.posix_spawnattr_setsigmask(attributes, set);
        // Not by sigfillset(3), which leaves out the two signals that glibc keeps for itself: the child would ignore those.
        new Span<byte>(set, SignalSetSize).Fill(0xFF);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
        _ = Libc.posix_spawnattr_setflags(
            attributes,
            POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        );
    }

    private static int AddActions(
        byte* actions,
        string? workingDirectory,
        ReadOnlySpan<int> streams,
        string? terminal,
        GivenDescriptors? passed
    )
    {
        var error = AddStreams(actions, streams, terminal);
        if (error == 0 && workingDirectory is not null)
        {
            error = Libc.posix_spawn_file_actions_addchdir_np(actions, workingDirectory);
        }

        return error != 0 ? error : AddCloses(actions, passed);
    }

    // The first terminal that the leader of a session opens becomes its controlling one.
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

    private static int AddCloses(byte* actions, GivenDescriptors? passed)
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
