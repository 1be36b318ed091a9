using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Users;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One posix_spawn(3): a session (and so a group) of its own, default signal dispositions and an empty signal mask
/// unless ours are to be inherited, descriptors 0 to 2 and nothing beyond but what is passed on. It returns when the
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

    // The only cause of ETXTBSY that mends itself: a sibling between fork and exec that still holds the freshly
    // written file open.
    private const int BusyAttempts = 20;

    /// <summary>Zero and the pid, or the error number of the exec.</summary>
    /// <param name="order">What is started.</param>
    /// <param name="streams">
    /// What the descriptors 0, 1 and 2 are duplicated from, or <see cref="ChildStdio.Inherit" />.
    /// </param>
    /// <param name="pid">Whose parent we are then.</param>
    internal static int TrySpawn(SpawnOrder order, ReadOnlySpan<int> streams, out int pid)
    {
        var attributes = stackalloc byte[AttributesSize];
        var actions = stackalloc byte[FileActionsSize];
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawn_file_actions_init(actions);
        try
        {
            SetSignals(attributes, order.InheritSignals);
            var error = SpawnActions.Add(actions, order, streams);
            pid = 0;
            return error != 0 ? error : TrySpawn(order, actions, attributes, out pid);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static int TrySpawn(SpawnOrder order, byte* actions, byte* attributes, out int pid)
    {
        using var argv = new NativeStrings(order.Arguments);
        using var file = new NativeStrings([order.Path]);
        var envp = order.Environment.Vector;
        for (var attempt = 0; ; attempt++)
        {
            int result;
            using (SpawnMark.Begin(order.Tags))
            using (SoftOpenFiles.Begin(order.SoftOpenFiles))
            {
                result = order.Account is null
                    ? Libc.posix_spawn(out pid, file.Vector[0], actions, attributes, argv.Vector, envp)
                    : SpawnAs(order.Account, out pid, file.Vector[0], actions, attributes, argv.Vector, envp);
            }

            if (result != Errno.ETXTBSY || attempt == BusyAttempts)
            {
                return result;
            }

#pragma warning disable RS0030 // The kernel reports no event when a file is no longer open for writing; the thread is a start's own.
            Thread.Sleep(millisecondsTimeout: 1 + attempt);
#pragma warning restore RS0030
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

    private static void SetSignals(byte* attributes, bool inherit)
    {
        var set = stackalloc byte[SignalSetSize];
        _ = Libc.sigemptyset(set);
        if (inherit)
        {
            // An exec makes handlers the default by itself, and SIGPIPE is ignored by .NET alone.
            *(ulong*)set = 1UL << (SignalNumbers.SIGPIPE - 1) | SignalsOfGlibc;
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
}
