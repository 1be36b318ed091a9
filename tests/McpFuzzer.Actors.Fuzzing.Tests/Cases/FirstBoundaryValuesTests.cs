using System.Text;
using System.Text.Json;
using CsCheck;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

/// <summary>
/// After a call with nothing at all, each property is missing, null, mistyped and out of bounds once before any
/// property gets a second value.
/// </summary>
public sealed class FirstBoundaryValuesTests
{
    private static readonly string[] Expected = ["required", "type (null)", "type (string)", "minimum"];

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(30)]
    public void Should_break_each_property_in_each_way_first_when_it_is_a_bounded_number(int properties)
    {
        var names = Enumerable.Range(0, properties).Select(i => $"p{i}").ToArray();
        var tool = KnownTools.Of(
            "t",
            Object(
                string.Join(',', names.Select(name => $$"""{{Quoted(name)}}:{"type":"integer","minimum":3}""")),
                names
            )
        );

        // Nothing at all comes first: with one property that is the one that is missing.
        var runs = (4 * properties) + (properties > 1 ? 1 : 0);
        var first = CasePlan.For(tool, Phases.Boundary, seed: 7, runs).ToArray();

        Assert.Equal("{}", Encoding.UTF8.GetString(first[0].Arguments.Span));
        Assert.Equal(
            names.SelectMany(name => Expected.Select(kind => $"/{name} {kind}")).Order(StringComparer.Ordinal),
            first.Select(PlaceAndKind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Should_try_each_property_once_when_the_runs_are_as_many_as_the_properties()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"p{i}").ToArray();
        var tool = KnownTools.Of(
            "t",
            Object(
                string.Join(',', names.Select(name => $$"""{{Quoted(name)}}:{"type":"integer","minimum":3}""")),
                names
            )
        );

        var first = CasePlan.For(tool, Phases.Boundary, seed: 7, runs: 1 + names.Length).Skip(1).ToArray();

        Assert.Equal(names.Select(name => $"/{name}"), first.Select(each => each.Violation!.Split(':')[0]));
        Assert.Equal(Expected.Order(), first.Select(each => each.ViolationKind).Distinct().Order());
    }

    [Fact]
    public void Should_reach_nested_properties_after_those_of_the_arguments_and_break_nothing_else()
    {
        var tool = KnownTools.Of(
            "t",
            """
            {"type":"object","required":["a"],"properties":{
              "o":{"type":"object","required":["x","y"],"properties":{"x":{"type":"string"},"y":{"type":"boolean"}}},
              "a":{"type":"array","minItems":1,"items":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}}}}
            """
        );

        var violations = CasePlan
            .For(tool, Phases.Boundary, seed: 7, runs: 40)
            .Where(each => each.Violation is not null)
            .Select(PlaceAndKind)
            .ToList();

        string[] nested =
        [
            "/o/x required",
            "/o/x type (null)",
            "/o/y type (number)",
            "/a/* type (null)",
            "/a/*/n required",
        ];
        Assert.All(nested, each => Assert.Contains(each, violations));
        Assert.All(nested, each => Assert.True(violations.IndexOf("/a minItems") < violations.IndexOf(each)));
    }

    [Fact]
    public void Should_cover_every_property_first_when_schemas_are_drawn()
    {
        var property = OneOf(
            """{"type":"string"}""",
            """{"type":"string","maxLength":5}""",
            """{"type":"integer","minimum":3}""",
            """{"enum":["a","b"]}""",
            """{"type":"array","items":{"type":"string"},"maxItems":2}""",
            """{"type":["boolean","null"]}"""
        );
        property
            .Array[1, 20]
            .Sample(
                schemas =>
                {
                    var names = schemas.Select((_, i) => $"p{i}").ToArray();
                    var tool = KnownTools.Of(
                        "t",
                        Object(string.Join(',', schemas.Select((schema, i) => $"{Quoted(names[i])}:{schema}")), names)
                    );
                    var first = CasePlan.For(tool, Phases.Boundary, 7, 1 + (4 * names.Length)).ToArray();
                    foreach (var (name, schema) in names.Zip(schemas))
                    {
                        Assert.Contains(first, each => each.Violation == $"/{name}: required");
                        Assert.Contains(first, each => IsNull(each, name));
                        Assert.Contains(first, each => IsMistyped(each, name));
                        Assert.True(
                            !schema.Contains("max", StringComparison.Ordinal)
                                || first.Any(each =>
                                    each.Violation?.StartsWith($"/{name}: max", StringComparison.Ordinal) == true
                                )
                        );
                    }
                },
                iter: 60
            );
    }

    private static bool IsNull(FuzzCase each, string name)
    {
        using var arguments = JsonDocument.Parse(each.Arguments);
        return arguments.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;
    }

    private static bool IsMistyped(FuzzCase each, string name) =>
        each.Validity == Validity.Invalid
        && each.Violation!.StartsWith($"/{name}: ", StringComparison.Ordinal)
        && each.ViolationKind is "type (number)" or "type (string)" or "enum";

    private static string PlaceAndKind(FuzzCase each) => $"{each.Violation!.Split(':')[0]} {each.ViolationKind}";

    private static string Quoted(string name) => $"\"{name}\"";

    private static string Object(string properties, IEnumerable<string> required) =>
        $$"""{"type":"object","properties":{{{properties}}},"required":[{{string.Join(',', required.Select(Quoted))}}]}""";

    private static Gen<T> OneOf<T>(params T[] choices) =>
        Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
}
