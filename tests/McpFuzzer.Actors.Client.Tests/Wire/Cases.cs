using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>Finds the records of the contracts.</summary>
internal static class Cases
{
    /// <summary>Every public record but those of campaigns, which do not cross the wire yet.</summary>
    public static IReadOnlyList<Type> Records { get; } =
    [
        .. typeof(CommandRejected)
            .Assembly.GetExportedTypes()
            .Where(type =>
                type.GetMethod("<Clone>$") is not null
                && type is { IsAbstract: false }
                && type.Namespace?.EndsWith(".Campaigns", StringComparison.Ordinal) == false
                // A rejection carries its text; the error itself stays on the node.
                && type != typeof(ValidationError)
            ),
    ];

    /// <summary>Returns the records that implement an interface.</summary>
    public static IReadOnlyList<Type> Of(Type kind) => [.. Records.Where(kind.IsAssignableFrom)];
}
