using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One posix_spawn(3): a session (and so a group) of its own, default signal dispositions and an empty signal mask
/// unless ours are to be inherited, descriptors 0 to 2 and nothing beyond. It returns when the
/// exec has succeeded or failed.
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

    // 32 and 33, which it keeps for itself: the child would ignore them if they were left out.
    private const ulong SignalsOfGlibc = 3UL << 31;

    // The only cause of ETXTBSY that mends itself: a sibling between fork and exec that still holds the freshly written file open.
    private const int BusyAttempts = 20;

    /// <summary>Zero and the pid, or the error number of the exec.</summary>
    /// <param name="path">The program.</param>
    /// <param name="workingDirectory">Null keeps ours.</param>
    /// <param name="arguments">The argument vector.</param>
    /// <param name="environment">All of it.</param>
    /// <param name="streams">What the descriptors 0, 1 and 2 are duplicated from, or <see cref="ChildStdio.Inherit" />.</param>
    /// <param name="tags">The mark that it is born with; null is none.</param>
    /// <param name="softOpenFiles">Its soft limit of open files; null is ours.</param>
    /// <param name="inheritSignals">Whether what we ignore stays ignored in it, and our mask is its own.</param>
    /// <param name="pid">Whose parent we are then.</param>
    internal static int TrySpawn(
        string path,
        string? workingDirectory,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        ReadOnlySpan<int> streams,
        SetTags? tags,
        ulong? softOpenFiles,
        bool inheritSignals,
        out int pid
    )
    {
        var attributes = stackalloc byte[AttributesSize];
        var actions = stackalloc byte[FileActionsSize];
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        using var file = new NativeStrings([path]);

        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_init(actions);
        try
        {
            SetSignals(attributes, inheritSignals);
            var error = AddActions(actions, workingDirectory, streams);
            pid = 0;
            for (var attempt = 0; error == 0; attempt++)
            {
                int result;
                using (SpawnMark.Begin(tags))
                using (SoftOpenFiles.Begin(softOpenFiles))
                {
                    result = Libc.posix_spawn(out pid, file.Vector[0], actions, attributes, argv.Vector, envp.Vector);
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

    private static void SetSignals(byte* attributes, bool inherit)
    {
        var set = stackalloc byte[SignalSetSize];
        _ = Libc.sigemptyset(set);
        if (inherit)
        {
            // An exec makes handlers the default by itself, and SIGPIPE is ignored by .NET alone.
            *(ulong*)set = 1UL << (Libc.SIGPIPE - 1) | SignalsOfGlibc;
            _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
            _ = Libc.posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
            return;
        }

        _ = Libc.posix_spawnattr_setsigmask(attributes, set);
        // Not by sigfillset(3), which leaves out those of glibc.
        new Span<byte>(set, SignalSetSize).Fill(0xFF);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
        _ = Libc.posix_spawnattr_setflags(
            attributes,
            POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        );
    }

    private static int AddActions(byte* actions, string? workingDirectory, ReadOnlySpan<int> streams)
    {
        var error = 0;
        for (var stream = 0; stream <= 2 && error == 0; stream++)
        {
            var source = streams[stream];
            if (source != ChildStdio.Inherit)
            {
                error = Libc.posix_spawn_file_actions_adddup2(actions, source, stream);
            }
        }

        if (error == 0 && workingDirectory is not null)
        {
            fixed (byte* directory = ByteText.ToPath(workingDirectory))
            {
                error = Libc.posix_spawn_file_actions_addchdir_np(actions, directory);
            }
        }

        return error != 0 ? error : Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
    }
}
