using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>How objects of one type are validated.</summary>
/// <param name="Sample">Returns a valid object.</param>
/// <param name="ErrorOf">Returns the line that rejects an object; null when it is valid.</param>
internal sealed record MemberRule(Func<object> Sample, Func<object, string?> ErrorOf)
{
    /// <summary>Returns the rule of a type.</summary>
    /// <param name="sample">Returns a valid object.</param>
    /// <param name="errorOf">Returns an error, a line, or a list of errors; null or an empty list when valid.</param>
    public static MemberRule Of<T>(Func<T> sample, Func<T, object?> errorOf)
        where T : notnull => new(() => sample(), value => LineOf(errorOf((T)value)));

    private static string? LineOf(object? error) =>
        error is IReadOnlyList<ValidationError> errors
            ? errors is [var first, ..]
                ? first.ToString()
                : null
            : error?.ToString();
}
