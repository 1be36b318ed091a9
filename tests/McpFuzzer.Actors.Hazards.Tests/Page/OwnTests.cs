using System.Reflection;
using McpFuzzer.Actors.Hazards.Tests.House;
using McpFuzzer.TestNode;

namespace McpFuzzer.Actors.Hazards.Tests.Page;

/// <summary>The tests of this suite by the rows that they prove.</summary>
internal static class OwnTests
{
    /// <summary>The levels at which a row is tested, on a machine that supports them all.</summary>
    internal static IReadOnlyList<NodeLevel> LevelsOf(int row) =>
        [.. MethodsOf(row).SelectMany(LevelsOf).Distinct().OrderDescending()];

    private static IEnumerable<MethodInfo> MethodsOf(int row) =>
        typeof(OwnTests)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method =>
                method
                    .GetCustomAttributesData()
                    .Where(data => data.AttributeType == typeof(TraitAttribute))
                    .Any(data =>
                        data.ConstructorArguments is [{ Value: "Hazard" }, { Value: string number }]
                        && number == $"{row}"
                    )
            );

    private static IEnumerable<NodeLevel> LevelsOf(MethodInfo method) =>
        method.GetCustomAttribute<AtAttribute>() is { } at ? at.Wanted : Enum.GetValues<NodeLevel>();
}
