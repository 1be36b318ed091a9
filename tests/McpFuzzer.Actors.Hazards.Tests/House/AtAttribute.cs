using System.Reflection;
using McpFuzzer.TestNode;
using Xunit.Sdk;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>Runs a test at each of these levels, or at all, as far as this machine supports them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AtAttribute(params NodeLevel[] levels) : DataAttribute
{
    /// <summary>Whether or not this machine supports them.</summary>
    public IEnumerable<NodeLevel> Wanted { get; } =
    [.. (levels.Length == 0 ? Enum.GetValues<NodeLevel>() : levels).OrderDescending()];

    // If no stronger level is available, the session is used, so that a test always has a case.
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Wanted
            .Select(level => NodeLevels.IsHere(level) ? level : NodeLevel.Session)
            .Distinct()
            .Select(level => new object[] { level });
}
