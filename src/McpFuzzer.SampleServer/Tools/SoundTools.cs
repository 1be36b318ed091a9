namespace McpFuzzer.SampleServer.Tools;

/// <summary>Tools without a bug. A finding that names one of them is false.</summary>
internal static class SoundTools
{
    public static SampleTool Echo { get; } =
        new(
            "echo",
            "Answers with the text.",
            """
            {
              "type": "object",
              "properties": { "text": { "type": "string", "maxLength": 200 } },
              "required": ["text"],
              "additionalProperties": false
            }
            """,
            arguments => Task.FromResult(SampleTool.Text(arguments.Only("text").Text("text", 200)))
        );

    public static SampleTool Add { get; } =
        new(
            "add",
            "Adds two whole numbers.",
            """
            {
              "type": "object",
              "properties": {
                "a": { "type": "integer", "minimum": -1000000, "maximum": 1000000 },
                "b": { "type": "integer", "minimum": -1000000, "maximum": 1000000 }
              },
              "required": ["a", "b"],
              "additionalProperties": false
            }
            """,
            arguments =>
            {
                var known = arguments.Only("a", "b");
                var sum = known.Whole("a", -1_000_000, 1_000_000) + known.Whole("b", -1_000_000, 1_000_000);
                return Task.FromResult(SampleTool.Text($"{sum}"));
            }
        );
}
