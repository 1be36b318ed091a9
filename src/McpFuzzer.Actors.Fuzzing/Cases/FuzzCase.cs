using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One planned call: a function of seed, schema, phase and index alone.</summary>
/// <param name="CaseId"><c>tool/phase/index</c>, the index with four digits and more.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Phase">One of <see cref="Phases" />.</param>
/// <param name="Arguments">The arguments: UTF-8 JSON, compact, as they are sent.</param>
/// <param name="Violation">
/// How the arguments break the input schema: where and which keyword, no value, such as <c>/count: minimum</c>. Null
/// only when they satisfy it.
/// </param>
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
    /// The keyword of a certain violation, whatever the place: <c>minimum</c>, <c>required</c>, and for the wrong type
    /// the one that was given, as <see cref="Schemas.SchemaVerdict.Kind" /> writes it. Null when the violation is not
    /// certain.
    /// </summary>
    public string? ViolationKind { get; init; }

    /// <summary>
    /// Whether the texts of the arguments are all Unicode. A lone surrogate is JSON by its grammar alone (RFC 8259,
    /// 8.2), and a parser may refuse the whole line for it.
    /// </summary>
    public bool IsUnicode { get; init; } = true;
}
