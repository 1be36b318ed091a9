using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Foreground;

/// <summary>A standard stream of this process.</summary>
internal enum StandardStream
{
    Input,
    Output,
    Error,
}

/// <summary>Why a standard stream takes no more bytes.</summary>
/// <param name="IsReaderGone">Its reader has gone: the pipe is closed, or the terminal has hung up.</param>
/// <param name="Message">The system's own words.</param>
internal sealed record WriteFailure(bool IsReaderGone, string Message);

/// <summary>
/// The standard streams of this process, by system calls. The streams of .NET have a position and an encoding of their
/// own, or change the terminal's settings. Every member may block its thread.
/// </summary>
internal static class StandardStreams
{
    /// <summary>
    /// Reads what has arrived, and waits for the first byte. Zero at the end, or when stdin is unreadable.
    /// </summary>
    internal static int Read(Span<byte> buffer) => StandardDescriptors.Read(StandardDescriptors.Input, buffer);

    /// <summary>Writes all bytes, and waits until the reader takes them.</summary>
    /// <returns>Null when all bytes are written.</returns>
    internal static WriteFailure? Write(StandardStream stream, ReadOnlySpan<byte> bytes) =>
        StandardDescriptors.Write((int)stream, bytes) is not 0 and var error
            ? new WriteFailure(StandardDescriptors.IsReaderGone(error), StandardDescriptors.MessageOf(error))
            : null;

    /// <summary>
    /// Waits until there is input and this process is in the foreground. The terminal stops a background group that
    /// reads from it.
    /// </summary>
    internal static void WaitForInput() => StandardDescriptors.WaitForInput();

    /// <summary>Releases stdin, so that its writer sees a closed pipe.</summary>
    internal static void CloseInput() => StandardDescriptors.CloseInput();

    internal static bool IsTerminal(StandardStream stream) => TerminalCalls.isatty((int)stream) == 1;

    /// <summary>Stops this process until another one continues it.</summary>
    internal static void StopSelf() => StandardDescriptors.StopSelf();
}
