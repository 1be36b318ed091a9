using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Waits for the exit of a child (docs/hazards.md, 54). Its pidfd is readable when none of its threads runs any more.
/// While another process traces it, the tracer reads the exit first, and we read it afterwards. Both moments raise an
/// edge. A level would stay raised, and keep the loop busy, from the first to the second.
/// </summary>
internal static class ExitWatch
{
    /// <summary>On the loop's thread: calls once, when the exit can be read, and then stops watching.</summary>
    internal static Watch Add(EventLoop loop, int pidfd, Action<ProcessExit> onExited)
    {
        Watch? watch = null;
        watch = loop.Add(
            pidfd,
            EpollEvents.In | EpollEvents.Edge,
            () =>
            {
                if (ExitStatus.Peek(pidfd) is { } exit)
                {
                    loop.Remove(watch!);
                    onExited(exit);
                }
            }
        );
        return watch;
    }
}
