using McpFuzzer.Actors.Contracts;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>What a RequestId may be. It is remembered for a while, so it has to be small.</summary>
internal static class RequestRules
{
    /// <summary>One line that says what is wrong and what is allowed, or null.</summary>
    public static string? Problem(RequestId id) =>
        id.Value is null or { Length: 0 or > RequestId.MaxLength }
            ? $"RequestId has {id.Value?.Length ?? 0} characters: must have 1 to {RequestId.MaxLength}"
            : null;
}
