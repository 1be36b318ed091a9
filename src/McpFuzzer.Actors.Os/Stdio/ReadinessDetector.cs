using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Stdio;

/// <summary>
/// Looks for the sign of readiness in the outputs of one child, and reports it once, on the reading thread.
/// </summary>
internal sealed class ReadinessDetector(ReadyWhen sign, Action onReady)
{
    private int _found;

    /// <summary>Any thread.</summary>
    internal bool IsFound => Volatile.Read(ref _found) != 0;

    /// <summary>Makes a reader for one output.</summary>
    internal SignReader NewReader() =>
        new(
            this,
            sign is ReadyWhen.LineMatching line && LinePattern.TryCompile(line.Pattern) is { } pattern
                ? new LineMatcher(pattern)
                : null
        );

    internal void Find()
    {
        if (Interlocked.Exchange(ref _found, 1) == 0)
        {
            onReady();
        }
    }
}

/// <summary>Looks for the sign in one output. Without a matcher the first byte is the sign.</summary>
internal sealed class SignReader(ReadinessDetector detector, LineMatcher? lines)
{
    /// <summary>
    /// False when the search is over, here or in the other output. The caller then drops the reader, and pays nothing
    /// more.
    /// </summary>
    internal bool Look(ReadOnlySpan<byte> bytes)
    {
        if (detector.IsFound)
        {
            return false;
        }

        if (bytes.IsEmpty || lines?.Match(bytes) == false)
        {
            return true;
        }

        detector.Find();
        return false;
    }
}
