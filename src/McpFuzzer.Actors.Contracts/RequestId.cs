namespace McpFuzzer.Actors.Contracts;

/// <summary>Identifies one request of one caller, for its reply, its cancellation and its repetition.</summary>
/// <param name="Value">1 to <see cref="MaxLength" /> characters, unique among the caller's requests. A command with any
/// other text is rejected as invalid.</param>
public sealed record RequestId(string Value)
{
    /// <summary>The longest text in characters (UTF-16): 256.</summary>
    public const int MaxLength = 256;

    // Requesting random bytes from the system each time would cost more than most requests.
    private static readonly string Process = Guid.NewGuid().ToString("N");
    private static long _last;

    /// <summary>Creates a globally unique identifier.</summary>
    public static RequestId New() => new($"{Process}-{Interlocked.Increment(ref _last):x}");

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>
/// A command that may be repeated: the same <see cref="RequestId" /> within ten minutes (of the last 10,000, and at
/// most 64 MiB, of replies) returns the first reply, and has no further effect. Null makes each command a new one.
/// </summary>
public interface IWithRequestId
{
    /// <summary>Identifies the request among those of all callers of a node.</summary>
    RequestId? RequestId { get; }
}
