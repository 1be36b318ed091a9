namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>Merges two schemas that must both hold.</summary>
internal static class SchemaMerge
{
    /// <summary>Merges two flat schemas, which hold no references or combinations except <c>not</c>.</summary>
    public static SchemaNode Both(SchemaNode one, SchemaNode other) =>
        ReferenceEquals(one, SchemaNode.Anything)
            ? other
            : new SchemaNode
            {
                Never = one.Never || other.Never,
                Strange = one.Strange || other.Strange,
                Types = one.Types & other.Types,
                Nullable = one.Nullable && other.Nullable,
                Enum = Common(one.Enum, other.Enum),
                Const = one.Const ?? other.Const,
                Default = one.Default ?? other.Default,
                Examples = [.. one.Examples, .. other.Examples],
                Properties = Properties(one.Properties, other.Properties),
                Required = [.. one.Required.Union(other.Required, StringComparer.Ordinal)],
                PatternProperties = [.. one.PatternProperties, .. other.PatternProperties],
                AdditionalProperties = Optional(one.AdditionalProperties, other.AdditionalProperties),
                PropertyNames = Optional(one.PropertyNames, other.PropertyNames),
                DependentRequired = [.. one.DependentRequired, .. other.DependentRequired],
                MinProperties = Larger(one.MinProperties, other.MinProperties),
                MaxProperties = Smaller(one.MaxProperties, other.MaxProperties),
                PrefixItems = one.PrefixItems.Count >= other.PrefixItems.Count ? one.PrefixItems : other.PrefixItems,
                Items = Optional(one.Items, other.Items),
                MinItems = Larger(one.MinItems, other.MinItems),
                MaxItems = Smaller(one.MaxItems, other.MaxItems),
                UniqueItems = one.UniqueItems || other.UniqueItems,
                Minimum = Larger(one.Minimum, other.Minimum),
                Maximum = Smaller(one.Maximum, other.Maximum),
                ExclusiveMinimum = Larger(one.ExclusiveMinimum, other.ExclusiveMinimum),
                ExclusiveMaximum = Smaller(one.ExclusiveMaximum, other.ExclusiveMaximum),
                MultipleOf = one.MultipleOf ?? other.MultipleOf,
                MinLength = Larger(one.MinLength, other.MinLength),
                MaxLength = Smaller(one.MaxLength, other.MaxLength),
                Patterns = [.. one.Patterns, .. other.Patterns],
                Format = one.Format ?? other.Format,
                Not = one.Not ?? other.Not,
            };

    private static SchemaNode? Optional(SchemaNode? one, SchemaNode? other) =>
        one is null ? other
        : other is null ? one
        : new SchemaNode { AllOf = [one, other] };

    private static IReadOnlyList<JsonValue>? Common(IReadOnlyList<JsonValue>? one, IReadOnlyList<JsonValue>? other) =>
        one is null ? other
        : other is null ? one
        : [.. one.Where(value => other.Any(value.Same))];

    private static IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties(
        IReadOnlyList<KeyValuePair<string, SchemaNode>> one,
        IReadOnlyList<KeyValuePair<string, SchemaNode>> other
    ) =>
        one.Count == 0 ? other
        : other.Count == 0 ? one
        :
        [
            .. one.Concat(other)
                .GroupBy(property => property.Key, StringComparer.Ordinal)
                .Select(same =>
                    KeyValuePair.Create(
                        same.Key,
                        same.Select(property => property.Value)
                            .Aggregate((first, second) => new SchemaNode { AllOf = [first, second] })
                    )
                ),
        ];

    private static T? Larger<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null || (other is not null && other.Value.CompareTo(one.Value) > 0) ? other : one;

    private static T? Smaller<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null || (other is not null && other.Value.CompareTo(one.Value) < 0) ? other : one;
}
