using System.Runtime.InteropServices;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>
/// Makes this process ignore a signal, as some parents leave it. Disposal restores the previous handler.
/// </summary>
internal sealed unsafe partial class ChildDisposition : IDisposable
{
    internal const int SIGCHLD = 17;
    internal const int SIGURG = 23;

    private readonly int _signal;
    private readonly byte[] _previous = new byte[152];

    private ChildDisposition(int signal) => _signal = signal;

    internal static ChildDisposition Ignore(int signal = SIGCHLD)
    {
        var disposition = new ChildDisposition(signal);
        var ignore = stackalloc byte[152];
        new Span<byte>(ignore, 152).Clear();
        *(nint*)ignore = 1;
        fixed (byte* previous = disposition._previous)
        {
            Assert.Equal(0, sigaction(signal, ignore, previous));
        }

        return disposition;
    }

    public void Dispose()
    {
        fixed (byte* previous = _previous)
        {
            _ = sigaction(_signal, previous, null);
        }
    }

    [LibraryImport(Libc.Library)]
    private static partial int sigaction(int signal, byte* action, byte* previous);
}
