using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Tests.Schemas;

public sealed class SchemaCheckerTests
{
    private const string Trees = """
        {"type":"object","properties":{
          "tree":{"$ref":"#/$defs/n"},
          "either":{"anyOf":[{"type":"object","properties":{"x":{"type":"integer"}}},{"type":"null"}]}},
         "$defs":{"n":{"type":"object","properties":{
           "children":{"type":"array","items":{"$ref":"#/$defs/n"}},
           "other":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"string"}]}}}}}
        """;

    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1", ": type")]
    [InlineData("""{"type":["string","null"]}""", "null", "1", ": type")]
    [InlineData("""{"type":"integer"}""", "1", "1.5", ": type")]
    [InlineData("""{"type":"number"}""", "1", "\"1\"", ": type")]
    [InlineData("""{"const":{"a":1}}""", """{"a":1.0}""", """{"a":2}""", ": const")]
    [InlineData("""{"enum":["a",2]}""", "2", "\"b\"", ": enum")]
    [InlineData("""{"minimum":0}""", "0", "-1", ": minimum")]
    [InlineData("""{"maximum":10}""", "10", "10.5", ": maximum")]
    [InlineData("""{"exclusiveMinimum":0}""", "0.5", "0", ": exclusiveMinimum")]
    [InlineData("""{"minimum":0,"exclusiveMinimum":true}""", "0.5", "0", ": exclusiveMinimum")]
    [InlineData("""{"exclusiveMaximum":1}""", "0", "1", ": exclusiveMaximum")]
    [InlineData("""{"multipleOf":5}""", "-10", "7", ": multipleOf")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35", ": multipleOf")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"a\"", ": minLength")]
    [InlineData("""{"maxLength":2}""", "\"ab\"", "\"abc\"", ": maxLength")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"", ": pattern")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "{}", "/a: required")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"x"}""", """{"a":1}""", "/a: type")]
    [InlineData("""{"properties":{"a":false}}""", """{"b":1}""", """{"a":1}""", "/a: false")]
    [InlineData(
        """{"properties":{"a":{}},"additionalProperties":false}""",
        """{"a":1}""",
        """{"b":1}""",
        ": additionalProperties"
    )]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":"x"}""", """{"a":1}""", "/*: type")]
    [InlineData(
        """{"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false}""",
        """{"xa":"x"}""",
        """{"xa":1}""",
        "/*: type"
    )]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"a":1}""", """{"aa":1}""", ": propertyNames")]
    [InlineData("""{"minProperties":1}""", """{"a":1}""", "{}", ": minProperties")]
    [InlineData("""{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":2}""", ": maxProperties")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"b":1}""", """{"a":1}""", "/a: dependentRequired")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", "[1]", "/*: type")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a"]""", """["a",1]""", "/*: false")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":false}""", """["a"]""", "[1]", "/*: type")]
    [InlineData("""{"minItems":1}""", "[1]", "[]", ": minItems")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]", ": maxItems")]
    [InlineData("""{"uniqueItems":true}""", "[1,2]", "[1,1.0]", ": uniqueItems")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":3}]}""", "2", "4", ": maximum")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "null", "4", ": type")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "null", "4", ": type")]
    [InlineData("""{"anyOf":[{"minLength":2},{"enum":["a"]}]}""", "\"a\"", "\"b\"", ": anyOf")]
    [InlineData("""{"oneOf":[{"type":"string"},{"minimum":5}]}""", "6", "4", ": minimum")]
    [InlineData("""{"anyOf":[{"items":{"type":"string"}},{"type":"null"}]}""", "null", "[4]", "/*: type")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"", ": not")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "\"a\"", "1", ": type")]
    [InlineData("""{"$ref":"#/definitions/a~1b","definitions":{"a/b":{"type":"string"}}}""", "\"a\"", "1", ": type")]
    [InlineData(
        """{"properties":{"n":{"$ref":"#"}},"required":["v"]}""",
        """{"v":1,"n":{"v":2}}""",
        """{"v":1,"n":{}}""",
        "/v: required"
    )]
    public void Should_distinguish_valid_from_invalid_when_both_are_certain(
        string schema,
        string fitting,
        string breaking,
        string violation
    )
    {
        Assert.Equal(SchemaVerdict.Valid, Check(schema, fitting));
        var verdict = Check(schema, breaking);
        Assert.Equal(Validity.Invalid, verdict.Validity);
        Assert.Equal(violation, $"{verdict.Where}: {verdict.Keyword}");
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"integer"}""", "1e3")]
    [InlineData("""{"type":"string","nullable":true}""", "null")]
    [InlineData("""{"format":"date-time"}""", "\"yesterday\"")]
    [InlineData("""{"format":"made-up"}""", "\"a\"")]
    [InlineData("""{"minLength":2}""", "\"\ud83d\ude00\"")]
    [InlineData("""{"maxLength":1}""", "\"\ud83d\ude00\"")]
    [InlineData("""{"pattern":"(?=a)"}""", "\"a\"")]
    [InlineData("""{"pattern":"^\\w$"}""", "\"\u00e9\"")]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740993")]
    [InlineData("""{"maximum":1}""", "1e99999")]
    [InlineData("""{"multipleOf":0.1}""", "0.30000000000000004")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "1")]
    [InlineData("""{"not":{"format":"email"}}""", "\"a\"")]
    [InlineData("""{"$ref":"#/nowhere"}""", "1")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "1")]
    [InlineData("""{"$ref":"#"}""", "1")]
    [InlineData(
        """{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/a","minimum":5,"definitions":{"a":{}}}""",
        "1"
    )]
    [InlineData("""{"if":{"type":"string"},"then":false}""", "\"a\"")]
    [InlineData("""{"contains":{"type":"string"}}""", "[1]")]
    [InlineData("""{"unevaluatedProperties":false}""", """{"a":1}""")]
    [InlineData("""{"type":"nonsense"}""", "1")]
    [InlineData("""{"minimum":"5"}""", "1")]
    public void Should_be_unsure_when_readers_of_the_schema_disagree(string schema, string value) =>
        Assert.Equal(Validity.Unsure, Check(schema, value).Validity);

    [Fact]
    public void Should_be_sure_of_a_breach_when_another_keyword_is_not_understood() =>
        Assert.Equal(
            SchemaVerdict.Invalid("/a", "type") with
            {
                Given = JsonTypes.Number | JsonTypes.Integer,
            },
            Check("""{"if":{},"properties":{"a":{"type":"string"}}}""", """{"a":1}""")
        );

    [Fact]
    public void Should_terminate_when_choices_multiply() =>
        Assert.Equal(Validity.Unsure, Check("""{"anyOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}]}""", "1").Validity);

    [Fact]
    public void Should_be_sure_when_references_fan_out_again_and_again()
    {
        const int Levels = 40;
        var definitions = Enumerable
            .Range(0, Levels)
            .Select(i =>
                $$$"""
                    "d{{{i}}}":{"allOf":[{"$ref":"#/$defs/d{{{i + 1}}}"},{"$ref":"#/$defs/d{{{i + 1}}}"}]}
                    """
            );
        var schema = $$$"""
            {"$ref":"#/$defs/d0","$defs":{ {{{string.Join(',', definitions)}}}, "d{{{Levels}}}":{"type":"integer"} } }
            """;

        Assert.Equal(Validity.Valid, Check(schema, "1").Validity);
        Assert.Equal(": type (string)", $"{Check(schema, "\"a\"").Where}: {Check(schema, "\"a\"").Kind}");
    }

    [Fact]
    public void Should_describe_a_schema_once_when_it_refers_to_itself()
    {
        var document = new SchemaDocument(
            JsonValueReader.Read(
                JsonElement.Parse("""{"examples":[{}],"allOf":[{"$ref":"#"},{"$ref":"#"}],"required":["a"]}""")
            )
        );

        var flat = new SchemaFlattener(document).Flatten(document.Root, static _ => 0);

        Assert.Single(flat.Examples);
        Assert.Equal(["a"], flat.Required);
    }

    [Theory]
    [InlineData("""{"v":1,"left":{"v":1,"left":{"v":1,"right":{}}}}""")]
    [InlineData("""{"v":1,"right":{}}""")]
    [InlineData("{}")]
    public void Should_name_one_place_when_a_recursive_schema_is_broken_at_any_depth(string value) =>
        Assert.Equal(
            "/v: required",
            Check("""{"properties":{"left":{"$ref":"#"},"right":{"$ref":"#"}},"required":["v"]}""", value).ToString()
        );

    [Theory]
    [InlineData("""{"tree":{"child":7}}""")]
    [InlineData("""{"tree":{"child":{"child":{"child":7}}}}""")]
    public void Should_name_one_place_when_a_property_is_referred_to_from_within(string value) =>
        Assert.Equal(
            "/tree: type",
            Check(
                    """
                    {"properties":{"tree":{"type":"object","properties":{"child":{"$ref":"#/properties/tree"}}}}}
                    """,
                    value
                )
                .ToString()
        );

    [Fact]
    public void Should_name_each_place_when_two_properties_share_a_schema() =>
        Assert.Equal(
            "/b: type",
            Check(
                    """{"properties":{"a":{"$ref":"#/$defs/n"},"b":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer"}}}""",
                    """{"a":1,"b":"x"}"""
                )
                .ToString()
        );

    [Fact]
    public void Should_bound_the_place_when_names_are_long_or_many()
    {
        var name = new string('n', 1_000_000);
        var deep = string.Concat(Enumerable.Repeat("""{"properties":{"abcdefghijklmnopqrst":""", 25));
        var value = string.Concat(Enumerable.Repeat("""{"abcdefghijklmnopqrst":""", 25));

        Assert.Equal($"/{name[..39]}…: required", Check($$"""{"required":["{{name}}"]}""", "{}").ToString());
        Assert.InRange(
            Check($$"""{{deep}}{"type":"string"}{{new string('}', 50)}}""", $"{value}7{new string('}', 25)}")
                .ToString()
                .Length,
            100,
            500
        );
    }

    [Theory]
    [InlineData("""{"additionalProperties":false}""", """{"__proto__":{}}""", "Unsure")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"__proto__":{}}""", "Unsure")]
    [InlineData("""{"maxProperties":0}""", """{"__proto__":{}}""", "Unsure")]
    [InlineData("""{"propertyNames":{"maxLength":3}}""", """{"__proto__":{}}""", "Unsure")]
    [InlineData("""{"additionalProperties":false}""", """{"__proto__":{},"x":1}""", "Invalid")]
    [InlineData("""{"maxProperties":1}""", """{"__proto__":{},"x":1,"y":2}""", "Invalid")]
    public void Should_be_unsure_of_an_extra_member_that_JavaScript_may_ignore(
        string schema,
        string value,
        string expected
    ) => Assert.Equal(expected, $"{Check(schema, value).Validity}");

    [Theory]
    [InlineData("null", "type (null)")]
    [InlineData("\"a\"", "type (string)")]
    [InlineData("1.5", "type (number)")]
    [InlineData("[]", "type (array)")]
    [InlineData("{}", "type (object)")]
    [InlineData("true", "type (boolean)")]
    [InlineData("1", "minimum")]
    public void Should_name_the_given_type_when_the_type_is_wrong(string value, string kind) =>
        Assert.Equal(kind, Check("""{"type":"integer","minimum":2}""", value).Kind);

    [Theory]
    [InlineData("""{"a":null,"b":1}""", "/a: type (null, optional)")]
    [InlineData("""{"a":7,"b":1}""", "/a: type (number)")]
    [InlineData("""{"b":null}""", "/b: type (null)")]
    [InlineData("""{"a":null,"b":null}""", "/b: type (null)")]
    [InlineData("""{"b":1,"c":{"d":null}}""", "/c/d: type (null, optional)")]
    [InlineData("""{"b":1,"c":[null]}""", "/c/*: type (null)")]
    [InlineData("""{"b":1,"e":null}""", "/e: type (null, optional)")]
    public void Should_distinguish_null_for_an_optional_value_from_other_breaches(string value, string expected)
    {
        const string Schema = """
            {"type":"object","required":["b"],"properties":{
              "a":{"type":"string"},"b":{"type":"integer"},"e":{"anyOf":[{"type":"string"},{"type":"number"}]},
              "c":{"type":["object","array"],"properties":{"d":{"type":"string"}},"items":{"type":"string"}}}}
            """;
        var verdict = Check(Schema, value);

        Assert.Equal((Validity.Invalid, expected), (verdict.Validity, $"{verdict.Where}: {verdict.Kind}"));
    }

    [Theory]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"type":"object"}""", """{"next":null}""", true)]
    [InlineData(Trees, """{"tree":{"children":[null]}}""", false)]
    [InlineData(Trees, """{"tree":{"other":null}}""", true)]
    [InlineData(Trees, """{"either":{"x":null}}""", true)]
    [InlineData(Trees, """{"either":{"x":"1"}}""", false)]
    public void Should_recognise_null_for_an_optional_value_in_references_and_choices(
        string schema,
        string value,
        bool isNullForNone
    )
    {
        var verdict = Check(schema, value);

        Assert.Equal((Validity.Invalid, isNullForNone), (verdict.Validity, verdict.IsNullForNone));
    }

    private static SchemaVerdict Check(string schema, string value) =>
        new SchemaChecker(new SchemaDocument(JsonValueReader.Read(JsonElement.Parse(schema)))).Check(
            JsonValueReader.Read(JsonElement.Parse(value))
        );
}
