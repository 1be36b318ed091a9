using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>The descriptors of one child's standard streams, the node's ends and the child's. Whatever is still held is closed on disposal.</summary>
internal sealed class ChildStdio : IDisposable
{
    /// <summary>The child keeps the node's own descriptor.</summary>
    internal const int Inherit = -2;

    private readonly int[] _child = [Descriptors.None, Descriptors.None, Descriptors.None];
    private readonly int[] _node = [Descriptors.None, Descriptors.None, Descriptors.None];
    private readonly int[] _source = [Inherit, Inherit, Inherit];

    private ChildStdio() { }

    /// <summary>Where the child's descriptors 0, 1 and 2 are duplicated from, or <see cref="Inherit" />.</summary>
    internal ReadOnlySpan<int> Sources => _source;

    /// <summary>Null, with the error number, when there are no descriptors left.</summary>
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

    /// <summary>Hands over the node's end of a stream; <see cref="Descriptors.None" /> where there is none.</summary>
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
