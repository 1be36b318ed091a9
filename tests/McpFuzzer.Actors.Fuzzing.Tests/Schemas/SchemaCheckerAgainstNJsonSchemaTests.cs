using System.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Fuzzing.Tests.Cases;
using NJsonSchema;

namespace McpFuzzer.Actors.Fuzzing.Tests.Schemas;

/// <summary>
/// A second opinion on each certain verdict, within what NJsonSchema understands: it knows neither const nor
/// prefixItems, and not boolean schemas.
/// </summary>
public sealed class SchemaCheckerAgainstNJsonSchemaTests
{
    private const int DeepestOfNewtonsoft = 60;

    public static TheoryData<string> Tools =>
        [.. KnownTools.All.Where(tool => tool.Name != KnownTools.Tree.Name).Select(tool => tool.Name)];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Should_agree_with_another_validator_when_certain(string name)
    {
        var tool = KnownTools.All.Single(tool => tool.Name == name);
        var schema = await JsonSchema.FromJsonAsync(tool.InputSchema.GetRawText());
        foreach (var fuzzCase in CasePlan.Of([tool], 3, 150, []).Take(int.MaxValue).Where(IsWithinItsReach))
        {
            var errors = schema.Validate(Encoding.UTF8.GetString(fuzzCase.Arguments.Span));
            Assert.True(
                fuzzCase.Validity == Validity.Unsure || errors.Count == 0 == (fuzzCase.Validity == Validity.Valid),
                $"{fuzzCase.CaseId}: {fuzzCase.Violation ?? "valid"}, but it says {string.Join("; ", errors)}"
            );
        }
    }

    // It reads numbers into types that can't hold these, throws at deep values, and takes 1.0 for no integer.
    private static bool IsWithinItsReach(FuzzCase fuzzCase)
    {
        var text = Encoding.UTF8.GetString(fuzzCase.Arguments.Span);
        return !Oddities
                .Wholes.Concat(Oddities.Fractions)
                .Where(raw => raw.Length > 9 || raw.Contains('e', StringComparison.Ordinal))
                .Any(text.Contains) && !text.Contains(new string('[', DeepestOfNewtonsoft), StringComparison.Ordinal);
    }
}
