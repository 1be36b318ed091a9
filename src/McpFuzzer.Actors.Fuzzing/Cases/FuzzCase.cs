using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One planned call. It depends only on seed, schema, phase and index.</summary>
/// <param name="CaseId"><c>tool/phase/index</c>, the index with at least four digits.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Phase">One of <see cref="Phases" />.</param>
/// <param name="Arguments">The arguments: UTF-8 JSON, compact, as they are sent.</param>
/// <param name="Violation">How the arguments break the input schema: the place and the keyword, without a value, such
/// as <c>/count: minimum</c>. Null only when they satisfy it.</param>
internal sealed record FuzzCase(
    string CaseId,
    string Tool,
    string Phase,
    ReadOnlyMemory<byte> Arguments,
    string? Violation
)
{
    /// <summary>Whether <see cref="Violation" /> is certain.</summary>
    public Validity Validity { get; init; } = Violation is null ? Validity.Valid : Validity.Invalid;

    /// <summary>
    /// The keyword of a certain violation, without its place: <c>minimum</c>, <c>required</c>; for a wrong type with
    /// the given type, as in <see cref="Schemas.SchemaVerdict.Kind" />. Null when the violation is not certain.
    /// </summary>
    public string? ViolationKind { get; init; }

    /// <summary>
    /// Whether all strings of the arguments are valid Unicode. A lone surrogate is JSON by its grammar only (RFC 8259,
    /// 8.2), and a parser may reject the whole line.
    /// </summary>
    public bool IsUnicode { get; init; } = true;
}
