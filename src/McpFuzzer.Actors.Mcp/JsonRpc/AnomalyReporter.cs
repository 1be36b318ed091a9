using System.Buffers;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Tells the observer what is wrong with a line, in one printable line of bounded length.</summary>
internal sealed class AnomalyReporter(IStreamObserver observer)
{
    private const int ShownBytes = 200;
    private volatile bool _muted;

    /// <summary>What a target writes while it is being ended is no fault of its own.</summary>
    public void Mute() => _muted = true;

    public void Report(StreamAnomalyKind kind, string why, ReadOnlySequence<byte> line)
    {
        if (!_muted)
        {
            observer.OnAnomaly(new StreamAnomaly(kind, $"{why}: {Excerpt(line)}"));
        }
    }

    public void Report(StreamAnomalyKind kind, string detail)
    {
        if (!_muted)
        {
            observer.OnAnomaly(new StreamAnomaly(kind, detail));
        }
    }

    private static string Excerpt(ReadOnlySequence<byte> line)
    {
        var shown = line.Length > ShownBytes ? line.Slice(0, ShownBytes) : line;
        var text = Printable.FromBytes(shown.IsSingleSegment ? shown.FirstSpan : shown.ToArray());
        return line.Length > ShownBytes ? $"{text}… ({line.Length} bytes)" : text;
    }
}
