using System.Buffers;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>Reports to the observer what is wrong with a line, as one printable line of bounded length.</summary>
internal sealed class AnomalyReporter(IStreamObserver observer)
{
    private const int ShownBytes = 200;
    private const int ShownIdCharacters = 40;
    private volatile bool _muted;

    /// <summary>Reports nothing more. What a target writes while it is being stopped is not its fault.</summary>
    public void Mute() => _muted = true;

    /// <summary>Reports a line.</summary>
    /// <param name="kind">The class.</param>
    /// <param name="why">The reason, in fixed words.</param>
    /// <param name="line">The line.</param>
    /// <param name="request">The request that the line belongs to.</param>
    /// <param name="strangeId">The id of a reply when no request has this id.</param>
    public void Report(
        StreamAnomalyKind kind,
        string why,
        ReadOnlySequence<byte> line,
        PendingRequest? request = null,
        JsonElement strangeId = default
    )
    {
        if (_muted)
        {
            return;
        }

        var excerpt = Excerpt(line);
        observer.OnAnomaly(
            new StreamAnomaly(kind, $"{why}: {excerpt}")
            {
                Why = why,
                Excerpt = excerpt,
                Call = request?.Call,
                Method = request is { Call: null } ? request.Method : null,
                StrangeId = strangeId.ValueKind == JsonValueKind.Undefined ? null : Show(strangeId),
            }
        );
    }

    /// <summary>Reports a line that was too long to keep.</summary>
    public void ReportOversized(long bytes)
    {
        if (!_muted)
        {
            const string Why = "a line longer than the frame limit, which was skipped";
            observer.OnAnomaly(new StreamAnomaly(StreamAnomalyKind.Oversized, $"{Why}: {bytes} bytes") { Why = Why });
        }
    }

    /// <summary>Reports that the server's tools have changed.</summary>
    public void ReportToolsChanged()
    {
        if (!_muted)
        {
            observer.OnToolsChanged();
        }
    }

    private static string Excerpt(ReadOnlySequence<byte> line)
    {
        var shown = line.Length > ShownBytes ? line.Slice(0, ShownBytes) : line;
        var text = Printable.FromBytes(shown.IsSingleSegment ? shown.FirstSpan : shown.ToArray());
        return line.Length > ShownBytes ? $"{text}… ({line.Length} bytes)" : text;
    }

    private static string Show(JsonElement id)
    {
        var text = id.GetRawText();
        return Printable.Escape(text.Length > ShownIdCharacters ? text[..ShownIdCharacters] + "…" : text);
    }
}
