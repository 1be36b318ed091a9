using System.Text.Json;

namespace McpFuzzer.Mcp;

/// <summary>A call of a tool.</summary>
/// <param name="Tool">The name that it gives.</param>
/// <param name="Arguments">Its arguments; an empty object where it gives none.</param>
/// <param name="Number">Its number among the calls of this server, from 1.</param>
internal sealed record Call(string Tool, JsonElement Arguments, int Number)
{
    private static readonly JsonElement None = JsonDocument.Parse("{}").RootElement;

    public static Call Of(Incoming request, int number) =>
        new(
            Incoming.Find(request.Params, "name")?.GetString() ?? "",
            Incoming.Find(request.Params, "arguments") ?? None,
            number
        );

    /// <summary>The arguments as they are written.</summary>
    public string ArgumentsText => Arguments.GetRawText();
}

/// <summary>The calls that a fault affects: all, or those that its spec names.</summary>
/// <param name="Tool"><c>tool=NAME</c>.</param>
/// <param name="Argument"><c>argument=TEXT</c>: the arguments, as they are written, hold the text.</param>
/// <param name="Nth"><c>call=N</c>: only the Nth call of this server.</param>
/// <param name="From"><c>from=N</c>: the Nth call and those after it.</param>
/// <param name="Every"><c>every=N</c>: each Nth call.</param>
internal sealed record Trigger(string? Tool, string? Argument, int? Nth, int From, int Every)
{
    public static Trigger Of(Spec spec) =>
        new(
            spec.TextOrNull("tool"),
            spec.TextOrNull("argument"),
            spec.Has("call") ? spec.Whole("call", 0) : null,
            spec.Whole("from", 1),
            spec.Whole("every", 1)
        );

    /// <summary>Whether it names certain calls, rather than all.</summary>
    private bool IsNarrow => Tool is not null || Argument is not null || Nth is not null || From > 1 || Every > 1;

    /// <summary>Returns whether the message is a call that it names.</summary>
    public bool Fires(Incoming message) => message.Call is { } call && Fires(call);

    /// <summary>The same for faults of every message: without a narrower trigger, it names all messages.</summary>
    public bool Covers(Incoming message) => !IsNarrow || Fires(message);

    private bool Fires(Call call) =>
        (Tool is null || call.Tool == Tool)
        && (Argument is null || call.ArgumentsText.Contains(Argument, StringComparison.Ordinal))
        && (Nth is null || call.Number == Nth)
        && call.Number >= From
        && call.Number % Every == 0;
}
