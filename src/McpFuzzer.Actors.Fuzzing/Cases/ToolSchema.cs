using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>A tool's input schema, ready for making and judging arguments. One thread at a time.</summary>
internal sealed class ToolSchema
{
    private const int Attempts = 12;

    private readonly SchemaChecker _checker;
    private readonly byte[] _canonical;
    private readonly bool _takesObjects;
    private readonly Lazy<bool> _isHopeless;

    public ToolSchema(McpTool tool)
    {
        Tool = tool.Name;
        var source = JsonValueReader.Read(tool.InputSchema);
        Document = new SchemaDocument(source);
        _canonical = JsonValueWriter.ToBytes(source);
        _checker = new SchemaChecker(Document);
        _takesObjects = Document.Root.Allows(JsonTypes.Object) && !Document.Root.Never;
        _isHopeless = new Lazy<bool>(IsHopeless);
    }

    public string Tool { get; }

    public SchemaDocument Document { get; }

    /// <summary>The numbers of one case.</summary>
    public CaseRandom RandomOf(long seed, string phase, int index) =>
        CaseRandom.Of(seed, _canonical, Tool, phase, index);

    /// <summary>Arguments in a style. Arguments are an object whatever the schema says: MCP has no others.</summary>
    public JsonValue.Map Make(CaseRandom random, ValueStyle style) =>
        new ValueMaker(Document, random, style).Make(Document.Root) as JsonValue.Map ?? JsonValue.Map.Empty;

    /// <summary>Arguments in a style that satisfy the schema, if a few attempts bring any; otherwise those of the last attempt.</summary>
    public JsonValue.Map MakeValid(CaseRandom random, ValueStyle style)
    {
        var attempts = _isHopeless.Value ? 1 : Attempts;
        var made = Make(random, style);
        for (var i = 1; i < attempts && Judge(made).Validity != Validity.Valid; i++)
        {
            made = Make(random, style);
        }

        return made;
    }

    /// <summary>Whether arguments satisfy the schema. A schema that takes no object at all is the server's slip: nothing is certain then.</summary>
    public SchemaVerdict Judge(JsonValue.Map arguments)
    {
        var verdict = _checker.Check(arguments);
        return _takesObjects ? verdict : verdict.Doubted();
    }

    /// <summary>A case with its arguments.</summary>
    public FuzzCase ToCase(string phase, int index, JsonValue.Map arguments)
    {
        var verdict = Judge(arguments);
        return new FuzzCase(
            $"{Tool}/{phase}/{index:D4}",
            Tool,
            phase,
            JsonValueWriter.ToBytes(arguments),
            verdict.Validity == Validity.Valid ? null : verdict.ToString()
        )
        {
            Validity = verdict.Validity,
        };
    }

    // Nothing satisfies some schemas, and of others it can't be told: to try again for every case would take long. A function of the schema, as the cases have to be.
    private bool IsHopeless() =>
        Enumerable
            .Range(0, Attempts)
            .Select(i => Make(RandomOf(0, "", i), i % 2 == 0 ? ValueStyle.Minimal : ValueStyle.Wild))
            .All(made => Judge(made).Validity != Validity.Valid);
}
