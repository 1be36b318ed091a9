using System.Reflection;
using McpFuzzer.TestNode;
using Xunit.Sdk;

namespace McpFuzzer.Actors.Hazards.Tests.House;

/// <summary>Runs a test at each of these levels, or at all, as far as this machine can carry them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AtAttribute(params NodeLevel[] levels) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        (levels.Length == 0 ? Enum.GetValues<NodeLevel>() : levels)
            .Where(NodeLevels.IsHere)
            .OrderDescending()
            .Select(level => new object[] { level });
}
