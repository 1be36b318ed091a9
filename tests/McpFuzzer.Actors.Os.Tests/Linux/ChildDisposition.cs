using McpFuzzer.Actors.Os.Linux;

namespace McpFuzzer.Actors.Os.Tests.Linux;

/// <summary>Has SIGCHLD ignored in this process, as some parents leave it, until it is disposed; then .NET's own handler is put back.</summary>
internal sealed unsafe class ChildDisposition : IDisposable
{
    private readonly byte[] _previous = new byte[152];

    private ChildDisposition() { }

    internal static ChildDisposition Ignore()
    {
        var disposition = new ChildDisposition();
        var ignore = stackalloc byte[152];
        new Span<byte>(ignore, 152).Clear();
        *(nint*)ignore = 1;
        fixed (byte* previous = disposition._previous)
        {
            Assert.Equal(0, Libc.sigaction(Libc.SIGCHLD, ignore, previous));
        }

        return disposition;
    }

    public void Dispose()
    {
        fixed (byte* previous = _previous)
        {
            _ = Libc.sigaction(Libc.SIGCHLD, previous, null);
        }
    }
}
