using System.Text;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

public sealed class HostileSchemaTests
{
    private const int LargestCase = 4 * Oddities.HugeLength;

    public static TheoryData<string> Schemas =>
        [
            "{}",
            "true",
            "false",
            "null",
            "[]",
            "\"object\"",
            """{"type":5}""",
            """{"type":"thing"}""",
            """{"type":[]}""",
            """{"type":"string"}""",
            """{"type":"object","properties":[1,2]}""",
            """{"type":"object","properties":{"a":7,"b":null,"c":[],"d":"x","e":true,"f":false}}""",
            """{"type":"object","required":"a","properties":{"a":{"type":"string","minLength":"3","pattern":5,"enum":{}}}}""",
            """{"type":"object","required":["a",1,null,"a"]}""",
            """{"properties":{"a":{"$ref":"#/nowhere"},"b":{"$ref":"https://example.com/x"},"c":{"$ref":"#"},"d":{"$ref":7}},"required":["a","b","c"]}""",
            """{"$ref":"#"}""",
            """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""",
            """{"allOf":[{"$ref":"#"},{"$ref":"#"}],"anyOf":[{"$ref":"#"},{"$ref":"#"}],"oneOf":[{"$ref":"#"}],"not":{"$ref":"#"}}""",
            """{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"},"d":{"$ref":"#"}},"required":["a","b","c","d"]}""",
            """{"type":"object","properties":{"a":{"type":"array","minItems":1000000000,"items":{"$ref":"#"}}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"array","items":{"type":"array","minItems":500,"items":{"type":"array","minItems":500,"items":{"type":"string","minLength":100000}}},"minItems":500}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"string","minLength":99999999999999999999}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"string","minLength":10,"maxLength":1}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"integer","minimum":5,"maximum":1}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"integer","minimum":1e999999999}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"number","minimum":-1e308,"maximum":1e308,"multipleOf":1e-300}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"type":"number","multipleOf":0},"b":{"type":"number","multipleOf":-2}},"required":["a","b"]}""",
            """{"type":"object","minProperties":1000000000}""",
            """{"type":"object","maxProperties":-1,"minProperties":1.5}""",
            """{"type":"object","properties":{"a":{"pattern":"((((a{0}){4096}){4096}){4096}){4096}"}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"pattern":"((((a{9}){4096}){4096}){4096}){4096}"}},"required":["a"]}""",
            """{"type":"object","properties":{"a":{"pattern":"(a+)+$","type":"string"},"b":{"pattern":"(?<=x)y"},"c":{"pattern":"[z-a]"},"d":{"pattern":"("}},"required":["a","b","c","d"]}""",
            """{"type":"object","patternProperties":{"(":{},"^x{5}$":{"type":"integer"}},"additionalProperties":false}""",
            """{"type":"object","properties":{"\ud800":{"type":"string","enum":["\udc00"]}},"required":["\ud800"]}""",
            """{"type":"object","properties":{"a":{"enum":[]},"b":{"enum":[[[]],{},null]},"c":{"const":null}},"required":["a","b","c"]}""",
            """{"type":"object","properties":{"*":{"type":"array","items":{"type":"string"}}},"required":["*"]}""",
            """{"type":"object","properties":{"a":{"type":"array","uniqueItems":true,"minItems":500,"items":{"enum":[1]}}},"required":["a"]}""",
            """{"type":"object","not":{}}""",
            """{"type":"object","if":{},"then":false,"unevaluatedProperties":false,"dependentRequired":{"a":5,"b":["c"]}}""",
        ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Should_plan_bounded_objects_when_the_schema_is_hostile(string schema) => AssertPlanned(schema);

    [Fact]
    public void Should_plan_when_the_schema_is_deep()
    {
        const int Depth = 500;
        var nested = new StringBuilder();
        for (var i = 0; i < Depth; i++)
        {
            nested.Append("""{"type":"object","required":["a"],"properties":{"a":""");
        }

        nested.Append("true").Append('}', 2 * Depth);
        AssertPlanned(nested.ToString());
    }

    [Fact]
    public void Should_plan_when_the_schema_is_wide()
    {
        var names = Enumerable.Range(0, 5_000).Select(i => $"p{i}").ToArray();
        var properties = string.Join(
            ',',
            names.Select(name => $$"""{{"\""}}{{name}}":{"anyOf":[{"type":"string"},{"type":"integer"}]}""")
        );
        AssertPlanned($$"""{"type":"object","properties":{{{properties}}},"required":["p0","p4999"]}""");
    }

    [Fact]
    public void Should_make_few_values_when_a_wide_schema_refers_to_itself()
    {
        const int MostValues = 600;
        var properties = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"p{i}\":{{\"$ref\":\"#\"}}"));
        var tool = KnownTools.Of("t", $"{{\"type\":\"object\",\"properties\":{{{properties}}}}}");

        var cases = CasePlan.For(tool, Phases.Examples, seed: 7, runs: 3);

        // Each value here is an object, and begins with its brace.
        Assert.All(cases, fuzzCase => Assert.InRange(fuzzCase.Arguments.Span.Count((byte)'{'), 0, MostValues));
    }

    [Fact]
    public void Should_be_unsure_of_every_case_when_the_schema_accepts_no_object()
    {
        var cases = CasePlan.Of([KnownTools.Of("t", """{"type":"string"}""")], 7, 5, []).Take(int.MaxValue);

        Assert.All(cases, fuzzCase => Assert.Equal(Validity.Unsure, fuzzCase.Validity));
    }

    [Fact]
    public void Should_call_the_tool_when_nothing_satisfies_its_schema()
    {
        var cases = CasePlan.For(
            KnownTools.Of("t", """{"type":"object","required":["a"],"properties":{"a":false}}"""),
            Phases.Examples,
            7,
            5
        );

        Assert.Equal(Validity.Invalid, Assert.Single(cases).Validity);
    }

    private static void AssertPlanned(string schema)
    {
        using var parsed = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 2_000 });
        var cases = CasePlan
            .Of([new McpTool("t", parsed.RootElement, null, Destructive: false)], 7, 4, [])
            .Take(int.MaxValue);

        Assert.All(Phases.All, phase => Assert.Contains(cases, fuzzCase => fuzzCase.Phase == phase));
        Assert.All(
            cases,
            fuzzCase =>
            {
                Assert.InRange(fuzzCase.Arguments.Length, 2, LargestCase);
                using var arguments = JsonDocument.Parse(
                    fuzzCase.Arguments,
                    new JsonDocumentOptions { MaxDepth = 256 }
                );
                Assert.Equal(JsonValueKind.Object, arguments.RootElement.ValueKind);
            }
        );
    }
}
