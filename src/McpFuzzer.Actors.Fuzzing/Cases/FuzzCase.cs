namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One planned call: a function of seed, schema, phase and index alone.</summary>
/// <param name="CaseId"><c>tool/phase/index</c>, the index with four digits and more.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Phase">One of <see cref="Phases" />.</param>
/// <param name="Arguments">The arguments: UTF-8 JSON, compact, as they are sent.</param>
/// <param name="Violation">How the arguments break the input schema, in one line; null when they satisfy it.</param>
internal sealed record FuzzCase(
    string CaseId,
    string Tool,
    string Phase,
    ReadOnlyMemory<byte> Arguments,
    string? Violation
);
