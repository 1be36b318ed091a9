using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Other code in the process that reaps a child which is not its own.</summary>
internal static unsafe class OtherReaper
{
    private const int P_PID = 1;

    /// <summary>Waits for the child and takes its status, unless it was already taken.</summary>
    internal static Task Steal(int pid) =>
        Task.Factory.StartNew(
            () =>
            {
                var info = stackalloc byte[128];
                _ = Libc.waitid(P_PID, pid, info, Libc.WEXITED);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
}
