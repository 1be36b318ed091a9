namespace McpFuzzer.Actors.Contracts;

/// <summary>Names one request of one caller, so that its reply, its cancellation and its repetition can be told apart.</summary>
/// <param name="Value">Any text that is unique among the caller's requests.</param>
public sealed record RequestId(string Value)
{
    /// <summary>Makes an identifier that no other request has.</summary>
    public static RequestId New() => new(Guid.NewGuid().ToString("N"));

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>
/// A command that may be sent again: the same <see cref="RequestId" /> within ten minutes (of the last 10,000) gives the first one's reply, and nothing is done twice. Null is a
/// command of its own each time.
/// </summary>
public interface IWithRequestId
{
    /// <summary>Names the request among those of all callers of one node.</summary>
    RequestId? RequestId { get; }
}
