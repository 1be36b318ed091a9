using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Stdio;

/// <summary>Looks for the sign of readiness in the outputs of one child, and tells it once, on the thread that read it.</summary>
internal sealed class ReadinessDetector(ReadyWhen sign, Action onReady)
{
    private int _found;

    /// <summary>Any thread.</summary>
    internal bool IsFound => Volatile.Read(ref _found) != 0;

    /// <summary>For one output.</summary>
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

/// <summary>Looks for the sign in one output; without a matcher the first byte is the sign.</summary>
internal sealed class SignReader(ReadinessDetector detector, LineMatcher? lines)
{
    /// <summary>False when nothing is left to look for, here or in the other output: whoever reads lets go of it then, and pays nothing more.</summary>
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
