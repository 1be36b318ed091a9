using System.Text.Json;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Tests.Cases;

/// <summary>Tools with input schemas like those of real servers.</summary>
internal static class KnownTools
{
    public static McpTool Echo { get; } =
        Of(
            "echo",
            """
            {"type":"object","properties":{"message":{"type":"string","description":"Message to echo"}},"required":["message"],
             "additionalProperties":false,"$schema":"http://json-schema.org/draft-07/schema#"}
            """
        );

    public static McpTool Divide { get; } =
        Of(
            "divide",
            """
            {"type":"object","properties":{"a":{"type":"integer","minimum":-100,"maximum":100},"b":{"type":"integer","minimum":0,"maximum":100}},
             "required":["a","b"]}
            """
        );

    public static McpTool NoArguments { get; } = Of("print-env", """{"type":"object","properties":{}}""");

    public static McpTool Annotated { get; } =
        Of(
            "annotated-message",
            """
            {"type":"object","properties":{"messageType":{"type":"string","enum":["error","success","debug"]},
             "includeImage":{"type":"boolean","default":false}},"required":["messageType"],"additionalProperties":false}
            """
        );

    public static McpTool Entities { get; } =
        Of(
            "create_entities",
            """
            {"type":"object","properties":{"entities":{"type":"array","items":{"type":"object","properties":{
              "name":{"type":"string"},"entityType":{"type":"string"},"observations":{"type":"array","items":{"type":"string"}}},
              "required":["name","entityType","observations"],"additionalProperties":false}}},
             "required":["entities"],"additionalProperties":false}
            """
        );

    public static McpTool EditFile { get; } =
        Of(
            "edit_file",
            """
            {"type":"object","properties":{"path":{"type":"string","minLength":1,"maxLength":4096},
              "edits":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"object","properties":{"oldText":{"type":"string"},"newText":{"type":"string"}},
              "required":["oldText","newText"]}},"dryRun":{"type":"boolean","default":false},"head":{"type":["number","null"],"exclusiveMinimum":0}},
             "required":["path","edits"]}
            """
        );

    public static McpTool Thinking { get; } =
        Of(
            "sequentialthinking",
            """
            {"type":"object","properties":{"thought":{"type":"string"},"nextThoughtNeeded":{"type":"boolean"},
              "thoughtNumber":{"type":"integer","minimum":1,"maximum":9007199254740991},"totalThoughts":{"type":"integer","exclusiveMinimum":0},
              "branchId":{"type":"string","pattern":"^[a-z]{2,8}(-[0-9]+)?$"}},
             "required":["thought","nextThoughtNeeded","thoughtNumber","totalThoughts"]}
            """
        );

    public static McpTool Tree { get; } =
        Of(
            "tree",
            """
            {"type":"object","properties":{"root":{"$ref":"#/$defs/node"},"when":{"type":"string","format":"date-time"},
              "target":{"anyOf":[{"type":"string","format":"uuid"},{"type":"integer","multipleOf":5}]},
              "point":{"type":"array","prefixItems":[{"type":"number"},{"type":"number"}],"items":false,"minItems":2},
              "labels":{"type":"object","additionalProperties":{"type":"string"}},"kind":{"const":"tree"},
              "unique":{"type":"array","uniqueItems":true,"items":{"enum":["a","b","c"]}}},
             "required":["root"],
             "$defs":{"node":{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}},
              "required":["name"],"additionalProperties":false}}}
            """
        );

    public static IReadOnlyList<McpTool> All { get; } =
    [Echo, Divide, NoArguments, Annotated, Entities, EditFile, Thinking, Tree];

    public static McpTool Of(string name, string schema, string? outputSchema = null) =>
        new(
            name,
            JsonElement.Parse(schema),
            outputSchema is null ? null : JsonElement.Parse(outputSchema),
            Destructive: false
        );
}
