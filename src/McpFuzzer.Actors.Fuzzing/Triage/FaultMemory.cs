using System.Collections.Immutable;
using McpFuzzer.Actors.Fuzzing.Oracles;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>The decided faults, so that none is isolated again.</summary>
internal sealed class FaultMemory(IsolationSettings settings)
{
    public static readonly ImmutableDictionary<string, Candidate> NoTools = ImmutableDictionary.Create<
        string,
        Candidate
    >(StringComparer.Ordinal);

    // A fault that names its tool is known for this tool. A fault of the server is known for each tool that was
    // running.
    public (KnownFault Fault, Candidate Candidate)? Find(TriageState state, Question question)
    {
        if (question.Kind is QuestionKind.Reply && FaultOfReply(state, question.Key) is { } shown)
        {
            return (shown, question.Candidate);
        }

        if (
            question.Candidate.Category is Categories.StdoutNoise
            && state.Known.TryGetValue(FaultKey.Noise, out var noise)
        )
        {
            return (noise, OfServer(noise));
        }

        if (state.Known.GetValueOrDefault(question.Key) is not { } fault)
        {
            return null;
        }

        if (fault.IsServers)
        {
            return (fault, OfServer(fault));
        }

        // Two tools may crash or silence a server for different reasons, so each is isolated separately.
        var known = question.Suspects.Find(call => fault.Tools.ContainsKey(call.Tool));
        return known is not null ? (fault, fault.Tools[known.Tool])
            : fault.Isolated >= settings.PerShape && question.Kind is QuestionKind.Stream ? (fault, OfServer(fault))
            : null;
    }

    public static TriageState Learn(
        TriageState state,
        Question question,
        Candidate candidate,
        string? tool,
        bool isServers
    )
    {
        var known = state.Known.GetValueOrDefault(question.Key);
        var tools = known?.Tools ?? NoTools;
        var learned = new KnownFault(
            candidate,
            tool is null ? tools : tools.SetItem(tool, candidate),
            isServers || known is { IsServers: true },
            (known?.Isolated ?? 0) + 1
        );
        var key = isServers && candidate.Category is Categories.StdoutNoise ? FaultKey.Noise : question.Key;
        return state with { Known = state.Known.SetItem(question.Key, learned).SetItem(key, learned) };
    }

    public static bool IsKnownToStick(TriageState state, Scene scene) =>
        scene.Unanswered.Any(call => IsKnownToStick(state, call.Tool));

    /// <summary>Returns whether a call of this tool is known to silence the server.</summary>
    public static bool IsKnownToStick(TriageState state, string tool) =>
        state.Known.GetValueOrDefault(FaultKey.OfLateness(tool))?.Candidate.Category is Categories.ServerStuck;

    /// <summary>
    /// Returns whether replies of other tools have shown it in isolation, or are about to: one mistake in 1,500 tools
    /// is not 1,500 questions.
    /// </summary>
    public bool WasAskedOften(TriageState state, FaultKey key) =>
        state.Asked.GetValueOrDefault(key with { Tool = null }) >= settings.PerShape;

    /// <summary>Counts a question about a reply.</summary>
    public static ImmutableDictionary<FaultKey, int> CountAsked(TriageState state, Question question)
    {
        var key = question.Key with { Tool = null };
        return question.Kind is QuestionKind.Reply
            ? state.Asked.SetItem(key, state.Asked.GetValueOrDefault(key) + 1)
            : state.Asked;
    }

    // A reply names its call, so its fault is that of its tool, or of the server.
    private static KnownFault? FaultOfReply(TriageState state, FaultKey key) =>
        state.Known.GetValueOrDefault(key)
        ?? (state.Known.GetValueOrDefault(key with { Tool = null }) is { IsServers: true } ofServer ? ofServer : null);

    private static Candidate OfServer(KnownFault fault) => fault.Candidate with { Tool = null };
}
