namespace McpFuzzer.Actors.Contracts;

/// <summary>Names one request of one caller, so that its reply, its cancellation and its repetition can be told apart.</summary>
/// <param name="Value">Any text of 1 to <see cref="MaxLength" /> characters that is unique among the caller's requests. A command with another one is refused as invalid.</param>
public sealed record RequestId(string Value)
{
    /// <summary>The longest that is allowed, in characters (UTF-16): 256. It is remembered for a while.</summary>
    public const int MaxLength = 256;

    // Asking the system for random bytes each time would cost more than what is asked for.
    private static readonly string Process = Guid.NewGuid().ToString("N");
    private static long _last;

    /// <summary>Makes an identifier that no other request has, of this process or of another.</summary>
    public static RequestId New() => new($"{Process}-{Interlocked.Increment(ref _last):x}");

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>
/// A command that may be sent again: the same <see cref="RequestId" /> within ten minutes (of the last 10,000 and the last 64 MiB of replies) gives the first one's reply, and nothing is done twice. Null is a
/// command of its own each time.
/// </summary>
public interface IWithRequestId
{
    /// <summary>Names the request among those of all callers of one node.</summary>
    RequestId? RequestId { get; }
}
