using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Oracles;
using Step = (
    McpFuzzer.Actors.Fuzzing.Triage.TriageState State,
    System.Collections.Immutable.ImmutableList<McpFuzzer.Actors.Fuzzing.Triage.TriageEffect> Effects
);

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>Settles a decided question: a finding or none, and the outcome of the waiting cases.</summary>
internal static class Settlement
{
    public static Step Settle(TriageState state, Question question, Verdict verdict)
    {
        var closed = TriageSteps.Close(state, question);
        var first = question.Sequence.IsEmpty ? question.Suspects : question.Sequence;
        return verdict switch
        {
            Verdict.Servers servers => TriageSteps.Then(
                TriageSteps.Record(
                    FaultMemory.Learn(closed, question, servers.Candidate, null, isServers: true),
                    servers.Candidate,
                    new Sighting
                    {
                        ShownBy = servers.ShownBy,
                        Reproduced = servers.Reproduced,
                        Count = question.Count,
                        IsServers = true,
                    }
                ),
                TriageSteps.Resolve(question.Evidence, null, servers.Candidate.Category, 0, resend: true)
            ),
            Verdict.Call call => TriageSteps.Then(
                TriageSteps.Record(
                    FaultMemory.Learn(closed, question, call.Candidate, call.ShownBy.Tool, isServers: false),
                    call.Candidate,
                    new Sighting
                    {
                        ShownBy = call.ShownBy,
                        Reproduced = call.Reproduced,
                        Count = question.Count,
                    }
                ),
                TriageSteps.Resolve(
                    question.Evidence,
                    call.ShownBy.Tool,
                    call.Candidate.Category,
                    call.Reproduced.Shown,
                    resend: question.Kind is not QuestionKind.Lateness
                )
            ),
            Verdict.Unattributed unattributed => TriageSteps.Then(
                TriageSteps.Record(
                    FaultMemory.Learn(closed, question, question.Candidate, null, isServers: false),
                    question.Candidate,
                    new Sighting
                    {
                        Sequence = unattributed.Sequence.IsEmpty ? first : unattributed.Sequence,
                        Reproduced = unattributed.Reproduced,
                        Count = question.Count,
                    }
                ),
                TriageSteps.Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: false)
            ),
            _ => TriageSteps.Then(
                (TriageBudget.Refund(closed, question), []),
                TriageSteps.Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: true)
            ),
        };
    }

    /// <summary>
    /// Settles a question that could not be isolated. It is a finding if a reply or the server's exit shows it, but not
    /// if a call was only late.
    /// </summary>
    public static Step WithoutProof(TriageState state, Question question)
    {
        var line = TriageBudget.LineOf(question);
        var noted = state with
        {
            NotIsolated = state.NotIsolated.Contains(line) ? state.NotIsolated : state.NotIsolated.Add(line),
        };
        var resolved = TriageSteps.Resolve(question.Evidence, null, question.Candidate.Category, 0, resend: false);
        return question.Kind is QuestionKind.Lateness or QuestionKind.Silence
            ? TriageSteps.Then((noted, []), resolved)
            : TriageSteps.Then(
                TriageSteps.Record(
                    noted,
                    question.Candidate,
                    new Sighting
                    {
                        ShownBy = question.Kind is QuestionKind.Reply ? question.Suspects[0] : null,
                        Sequence = question.Kind is QuestionKind.Reply ? [] : question.Sequence,
                        Count = question.Count,
                    }
                ),
                resolved
            );
    }

    // Every server shows it, so a sighting confirms it.
    public static Step OfServer(TriageState state, Candidate candidate)
    {
        var key = new FaultKey(candidate.Category, candidate.Shape, candidate.Tool);
        var known = state.Known.GetValueOrDefault(key);
        var isServers = candidate.Tool is null;
        var fault = new KnownFault(candidate, FaultMemory.NoTools, isServers, 1);
        return known is not null && known.IsServers == isServers
            ? TriageSteps.Count(state, candidate)
            : TriageSteps.Record(
                state with
                {
                    Known = state.Known.SetItem(key, fault),
                },
                candidate,
                new Sighting { IsServers = isServers, Reproduced = new Reproduction(1, 1) }
            );
    }

    /// <summary>Records the candidate of a reply without isolation, since other tools have shown the same.</summary>
    public static Step Believe(TriageState state, Question question)
    {
        var tools = FaultMemory.NoTools.Add(question.Suspects[0].Tool, question.Candidate);
        var fault = new KnownFault(question.Candidate, tools, IsServers: false, Isolated: 0);
        return TriageSteps.Record(
            state with
            {
                Known = state.Known.SetItem(question.Key, fault),
            },
            question.Candidate,
            new Sighting { ShownBy = question.Suspects[0] }
        );
    }
}
