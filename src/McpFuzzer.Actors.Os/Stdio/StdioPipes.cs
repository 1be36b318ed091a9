using System.IO.Pipelines;

namespace McpFuzzer.Actors.Os.Stdio;

/// <summary>
/// The pipes between a host and a consumer. The consumer's side continues on the thread pool, so that its code never
/// runs on a thread of the host. The host's side continues inline, since it only posts.
/// </summary>
internal static class StdioPipes
{
    private const int OutputPause = 1024 * 1024;
    private const int InputPause = 256 * 1024;

    internal static Pipe ForOutput() =>
        new(
            new PipeOptions(
                readerScheduler: PipeScheduler.ThreadPool,
                writerScheduler: PipeScheduler.Inline,
                pauseWriterThreshold: OutputPause,
                resumeWriterThreshold: OutputPause / 2,
                minimumSegmentSize: 16 * 1024,
                useSynchronizationContext: false
            )
        );

    internal static Pipe ForInput() =>
        new(
            new PipeOptions(
                readerScheduler: PipeScheduler.Inline,
                writerScheduler: PipeScheduler.ThreadPool,
                pauseWriterThreshold: InputPause,
                resumeWriterThreshold: InputPause / 2,
                minimumSegmentSize: 4 * 1024,
                useSynchronizationContext: false
            )
        );
}
