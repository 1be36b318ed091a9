using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Waits for the exit of a child. Its pidfd is readable as soon as no thread of it runs; but while another process
/// traces it, its exit is that one's to read first, and only then ours. Hence an edge, of which there is one for each
/// of the two moments: a level would be told without end from the first to the second.
/// </summary>
internal static class ExitWatch
{
    /// <summary>On the loop's thread: calls once, when the exit can be read, and watches no more then.</summary>
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
