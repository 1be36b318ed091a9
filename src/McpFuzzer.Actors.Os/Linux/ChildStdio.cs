using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The descriptors of one child's standard streams: the node's ends and the child's ends. Disposal closes those that
/// were not handed over.
/// </summary>
internal sealed class ChildStdio : IDisposable
{
    /// <summary>The child keeps the node's own descriptor.</summary>
    internal const int Inherit = -2;

    private readonly int[] _child = [Descriptors.None, Descriptors.None, Descriptors.None];
    private readonly int[] _node = [Descriptors.None, Descriptors.None, Descriptors.None];
    private readonly int[] _source = [Inherit, Inherit, Inherit];

    private ChildStdio() { }

    /// <summary>The descriptors that become the child's 0, 1 and 2, or <see cref="Inherit" />.</summary>
    internal ReadOnlySpan<int> Sources => _source;

    /// <summary>Null, with the error number, when no descriptors are left.</summary>
    internal static ChildStdio? TryOpen(ProcessSpec spec, int nullDevice, out int error)
    {
        var stdio = new ChildStdio();
        StdioMode[] modes = [spec.Stdin, spec.Stdout, spec.Stderr];
        for (var stream = 0; stream < modes.Length; stream++)
        {
            if (!stdio.TryConnect(stream, modes[stream], nullDevice))
            {
                error = Marshal.GetLastPInvokeError();
                stdio.Dispose();
                return null;
            }
        }

        error = 0;
        return stdio;
    }

    /// <summary>
    /// Hands over the node's end of a stream; <see cref="Descriptors.None" /> where the stream is not piped.
    /// </summary>
    internal int TakeNodeEnd(int stream)
    {
        var descriptor = _node[stream];
        _node[stream] = Descriptors.None;
        return descriptor;
    }

    public void Dispose()
    {
        for (var stream = 0; stream < _child.Length; stream++)
        {
            Descriptors.Close(ref _child[stream]);
            Descriptors.Close(ref _node[stream]);
        }
    }

    private bool TryConnect(int stream, StdioMode mode, int nullDevice)
    {
        if (mode is StdioMode.Null or StdioMode.Inherited)
        {
            _source[stream] = mode == StdioMode.Null ? nullDevice : Inherit;
            return true;
        }

        if (!Descriptors.TryOpenPipe(out var readEnd, out var writeEnd))
        {
            return false;
        }

        (_child[stream], _node[stream]) = stream == 0 ? (readEnd, writeEnd) : (writeEnd, readEnd);
        _source[stream] = _child[stream];
        Descriptors.SetNonBlocking(_node[stream]);
        return true;
    }
}
