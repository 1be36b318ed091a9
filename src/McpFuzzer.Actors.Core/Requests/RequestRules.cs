using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Core.Requests;

/// <summary>Validates a <see cref="RequestId" />. A node remembers it, so it must be small.</summary>
internal static class RequestRules
{
    /// <summary>Returns the validation error of an id, or null.</summary>
    public static ValidationError? ErrorOf(RequestId id) =>
        id.Value is null or { Length: 0 or > RequestId.MaxLength }
            ? new ValidationError(
                "RequestId",
                $"a text of {id.Value?.Length ?? 0} characters",
                $"must have 1 to {RequestId.MaxLength} characters"
            )
            : null;
}
