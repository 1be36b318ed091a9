using System.Reflection;
using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>A member of an object that code fills in: of options, of a command or of a spec.</summary>
/// <param name="type">The type of the object.</param>
/// <param name="path">The way from the object to the member.</param>
/// <param name="rule">How the object is validated; null means that it is not.</param>
internal sealed class MemberEntry(Type type, IReadOnlyList<PropertyInfo> path, MemberRule? rule) : Entry
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod(
        nameof(MemberwiseClone),
        BindingFlags.NonPublic | BindingFlags.Instance
    )!;

    public override string Name => $"{type.Name}.{string.Join('.', path.Select(property => property.Name))}";

    protected override Quantity NeverAllowed => Quantity.NeverAllowed(path[^1].PropertyType);

    /// <summary>Returns the quantities of types and of their parts. A part that has its own rule comes once.</summary>
    public static IEnumerable<Entry> Of(IEnumerable<Type> types, IReadOnlyDictionary<Type, MemberRule> rules) =>
        types
            .Concat(rules.Keys)
            .Distinct()
            .SelectMany(type =>
                PathsOf(type, rules.ContainsKey)
                    .Select(path => new MemberEntry(type, path, rules.GetValueOrDefault(type)))
            );

    public override string? Reject(Quantity quantity) => rule?.ErrorOf(With(rule.Sample(), path, quantity.Value));

    /// <summary>
    /// Errors name a field as it is, and an option by the key that it sets. They show the value as that place shows it.
    /// </summary>
    public override bool IsNamedIn(string line, Quantity quantity)
    {
        var last = path[^1].Name;
        var key = JsonNamingPolicy.KebabCaseLower.ConvertName(last);
        return line.Split(" = ")[0].Split('.')[^1] is var named && (named == last || named == key);
    }

    private static IEnumerable<IReadOnlyList<PropertyInfo>> PathsOf(Type type, Func<Type, bool> isApart) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property =>
                Quantity.Is(property.PropertyType) && property.CanWrite
                    ?
                    [
                        [property],
                    ]
                : IsPart(property.PropertyType) && !isApart(property.PropertyType)
                    ? PathsOf(property.PropertyType, isApart)
                        .Select(path => (IReadOnlyList<PropertyInfo>)[property, .. path])
                : (IEnumerable<IReadOnlyList<PropertyInfo>>)[]
            );

    private static bool IsPart(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("McpFuzzer.", StringComparison.Ordinal) == true;

    /// <summary>Returns a copy that has another value at the end of a path.</summary>
    private static object With(object whole, ReadOnlySpan<PropertyInfo> path, object value)
    {
        var copy = Clone.Invoke(whole, null)!;
        path[0].SetValue(copy, path.Length == 1 ? value : With(path[0].GetValue(whole)!, path[1..], value));
        return copy;
    }

    private static object With(object whole, IReadOnlyList<PropertyInfo> path, object value) =>
        With(whole, path.ToArray().AsSpan(), value);
}
