using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>A tool's input schema, prepared for generating and checking arguments. Not thread-safe.</summary>
internal sealed class ToolSchema
{
    private const int Attempts = 12;

    private readonly SchemaChecker _checker;
    private readonly ProcessProperties _processes;
    private readonly byte[] _canonical;
    private readonly bool _takesObjects;
    private bool? _isHopeless;

    /// <summary>Reads a tool's schema.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="patterns">Patterns that are shared with other tools; null for a new book.</param>
    public ToolSchema(McpTool tool, PatternBook? patterns = null)
    {
        Tool = tool.Name;
        Patterns = patterns ?? new PatternBook();
        var source = JsonValueReader.Read(tool.InputSchema);
        Document = new SchemaDocument(source);
        _canonical = JsonValueWriter.ToBytes(source);
        _checker = new SchemaChecker(Document, Patterns.Patterns);
        _processes = ProcessProperties.Of(Tool, source, Document);
        _takesObjects = Document.Root.Allows(JsonTypes.Object) && !Document.Root.Never;
    }

    public string Tool { get; }

    public SchemaDocument Document { get; }

    public PatternBook Patterns { get; }

    /// <summary>Creates the numbers of one case.</summary>
    public CaseRandom RandomOf(long seed, string phase, int index) =>
        CaseRandom.Of(seed, _canonical, Tool, phase, index);

    /// <summary>Generates arguments in a style. Arguments are always an object, as MCP demands.</summary>
    public JsonValue.Map Make(CaseRandom random, ValueStyle style) =>
        Harmless(new ValueMaker(this, random, style).Make(Document.Root) as JsonValue.Map ?? JsonValue.Map.Empty);

    /// <summary>
    /// Generates arguments in a style that satisfy the schema, if a few attempts succeed; otherwise returns the last
    /// attempt.
    /// </summary>
    public MadeArguments MakeValid(CaseRandom random, ValueStyle style)
    {
        var made = Make(random, style);
        var verdict = Assess(made);
        if (verdict.Validity == Validity.Valid || IsHopeless)
        {
            return new MadeArguments(made, verdict);
        }

        for (var i = 1; i < Attempts && verdict.Validity != Validity.Valid; i++)
        {
            made = Make(random, style);
            verdict = Assess(made);
        }

        return new MadeArguments(made, verdict);
    }

    /// <summary>Returns the arguments without the id of any living process.</summary>
    public JsonValue.Map Harmless(JsonValue.Map arguments) => _processes.Replace(arguments);

    /// <summary>Returns a value for one place without the id of any living process.</summary>
    public JsonValue Harmless(JsonValue value, IReadOnlyList<string> path) => _processes.Replace(value, path);

    /// <summary>
    /// Checks arguments against the schema. A schema that accepts no object is the server's mistake, and makes every
    /// verdict uncertain.
    /// </summary>
    public SchemaVerdict Assess(JsonValue.Map arguments)
    {
        var verdict = _checker.Check(arguments);
        return _takesObjects ? verdict : verdict.Doubted();
    }

    /// <summary>Checks a value against a nested schema.</summary>
    public SchemaVerdict Assess(SchemaNode schema, JsonValue value) => _checker.Check(schema, value);

    /// <summary>A case with its arguments.</summary>
    public FuzzCase ToCase(string phase, int index, JsonValue.Map arguments) =>
        ToCase(phase, index, new MadeArguments(arguments), JsonValueWriter.Write(arguments));

    /// <summary>A case with serialized arguments.</summary>
    public FuzzCase ToCase(string phase, int index, MadeArguments made, WrittenJson written)
    {
        var verdict = made.Verdict ?? Assess(made.Arguments);
        return new FuzzCase(
            $"{Tool}/{phase}/{index:D4}",
            Tool,
            phase,
            written.Json,
            verdict.Validity == Validity.Valid ? null : verdict.ToString()
        )
        {
            Validity = verdict.Validity,
            ViolationKind = verdict.Validity == Validity.Invalid ? verdict.Kind : null,
            IsUnicode = written.IsUnicode,
        };
    }

    // Some schemas cannot be satisfied, or it is unknown whether they can. Trying again for every case would take long.
    // This depends only on the schema, as the cases must.
    private bool IsHopeless =>
        _isHopeless ??= Enumerable
            .Range(0, Attempts)
            .Select(i => Make(RandomOf(0, "", i), i % 2 == 0 ? ValueStyle.Minimal : ValueStyle.Wild))
            .All(made => Assess(made).Validity != Validity.Valid);
}
