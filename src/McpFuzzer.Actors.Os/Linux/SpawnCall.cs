using McpFuzzer.Actors.Os.Linux.Containment;
using McpFuzzer.Actors.Os.Linux.Users;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// One posix_spawn(3) (docs/performance.md, "The answer to a start"). The child gets its own session and group, and
/// descriptors 0 to 2 plus those passed on. Its signals have default dispositions and an empty mask, unless it inherits
/// ours. Returns when the exec has succeeded or failed.
/// </summary>
internal static unsafe class SpawnCall
{
    private const short POSIX_SPAWN_SETSIGDEF = 0x04;
    private const short POSIX_SPAWN_SETSIGMASK = 0x08;
    private const short POSIX_SPAWN_SETSID = 0x80;

    // glibc's have 336, 80 and 128 bytes on 64 bits. These are larger.
    private const int AttributesSize = 512;
    private const int FileActionsSize = 256;
    private const int SignalSetSize = 128;

    // Signals 32 and 33 are reserved by glibc. Without this the child would ignore them.
    private const ulong SignalsOfGlibc = 3UL << 31;

    // The only cause of ETXTBSY that passes: a sibling between fork and exec still holds the freshly written file open.
    private const int BusyAttempts = 20;

    /// <summary>Returns zero and the pid, or the error number of the exec.</summary>
    /// <param name="order">The program and its surroundings.</param>
    /// <param name="streams">The sources of descriptors 0, 1 and 2, or <see cref="ChildStdio.Inherit" />.</param>
    /// <param name="pid">The child's pid.</param>
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

#pragma warning disable RS0030 // The kernel does not report the last close of a writer; this thread serves one start.
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
            // An exec resets handlers by itself. Only .NET ignores SIGPIPE, not the caller that started us.
            *(ulong*)set = 1UL << (SignalNumbers.SIGPIPE - 1) | SignalsOfGlibc;
            _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
            _ = Libc.posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
            return;
        }

        _ = Libc.posix_spawnattr_setsigmask(attributes, set);
        // Not by sigfillset(3), which omits the signals that glibc reserves.
        new Span<byte>(set, SignalSetSize).Fill(0xFF);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
        _ = Libc.posix_spawnattr_setflags(
            attributes,
            POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        );
    }
}
