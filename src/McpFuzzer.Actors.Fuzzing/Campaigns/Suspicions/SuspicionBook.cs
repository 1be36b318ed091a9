using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Secrets;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// The findings of one campaign, each once with a count. What it holds at the end does not depend on the order of recording: of several inputs that show a finding the
/// smallest is kept, and what was seen with it.
/// </summary>
/// <param name="mask">Hides the target's secrets in whatever it said; null when it has none.</param>
internal sealed class SuspicionBook(SecretMask? mask = null)
{
    private const int LongestDetail = 2_000;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Different findings so far.</summary>
    public int Count => _entries.Count;

    /// <summary>All findings, the gravest first, then by id.</summary>
    public IReadOnlyList<Finding> Findings =>
        [
            .. _entries
                .Values.Select(ToFinding)
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal),
        ];

    /// <summary>Whether this finding has been recorded before.</summary>
    public bool Contains(Suspicion suspicion) => _entries.ContainsKey(suspicion.FindingId);

    /// <summary>Records what one call shows.</summary>
    /// <returns>The finding when it is new, otherwise null.</returns>
    public Finding? Record(Suspicion suspicion, FuzzCase shownBy) => Record(suspicion, [shownBy], isAlone: true);

    /// <summary>Records what no single call shows: the calls that were in flight together, in the order of sending; none when nothing was.</summary>
    /// <returns>The finding when it is new, otherwise null.</returns>
    public Finding? Record(Suspicion suspicion, IReadOnlyList<FuzzCase> sequence) =>
        Record(suspicion, sequence, isAlone: false);

    private Finding? Record(Suspicion suspicion, IReadOnlyList<FuzzCase> calls, bool isAlone)
    {
        var id = suspicion.FindingId;
        var seen = new Entry(suspicion, calls, isAlone, 1);
        if (!_entries.TryGetValue(id, out var known))
        {
            _entries[id] = seen;
            return ToFinding(seen);
        }

        _entries[id] = (seen.CompareWith(known) < 0 ? seen : known) with { Count = known.Count + 1 };
        return null;
    }

    private Finding ToFinding(Entry entry)
    {
        var (suspicion, calls, isAlone, count) = entry;
        var phases = calls.Select(call => call.Phase).Distinct(StringComparer.Ordinal).ToArray();
        return new Finding
        {
            Id = suspicion.FindingId,
            Category = suspicion.Category,
            Severity = suspicion.Severity,
            Tool = suspicion.Tool,
            Phase = phases.Length == 1 ? phases[0] : null,
            Title = Masked(suspicion.Title),
            Detail = Shortened(Masked(suspicion.Detail)),
            Count = count,
            Input = isAlone ? ArgumentsOf(calls[0]) : null,
            Sequence = isAlone ? [] : [.. calls.Select(call => new RecordedCall(call.Tool, ArgumentsOf(call)))],
            Exit = suspicion.Exit,
            StderrTail = suspicion.StderrTail is null ? null : Masked(suspicion.StderrTail),
        };
    }

    private string Masked(string text) => mask?.Apply(text) ?? text;

    private static string Shortened(string text)
    {
        if (text.Length <= LongestDetail)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestDetail - 1]) ? LongestDetail - 1 : LongestDetail;
        return $"{text[..end]}… ({text.Length} characters)";
    }

    private static string ArgumentsOf(FuzzCase call) => Encoding.UTF8.GetString(call.Arguments.Span);

    private sealed record Entry(Suspicion Suspicion, IReadOnlyList<FuzzCase> Calls, bool IsAlone, int Count)
    {
        /// <summary>One call before several, then the shorter arguments, then whatever decides the same way each time.</summary>
        public int CompareWith(Entry other)
        {
            int[] differences =
            [
                other.IsAlone.CompareTo(IsAlone),
                Calls.Count.CompareTo(other.Calls.Count),
                Length.CompareTo(other.Length),
            ];
            var first = Array.Find(differences, difference => difference != 0);
            return first != 0 ? first : CompareCalls(other);
        }

        private int Length => Calls.Sum(call => call.Arguments.Length);

        private int CompareCalls(Entry other)
        {
            foreach (var (mine, theirs) in Calls.Zip(other.Calls))
            {
                var order = mine.Arguments.Span.SequenceCompareTo(theirs.Arguments.Span);
                order = order != 0 ? order : string.CompareOrdinal(mine.CaseId, theirs.CaseId);
                if (order != 0)
                {
                    return order;
                }
            }

            return string.CompareOrdinal(Suspicion.Detail, other.Suspicion.Detail);
        }
    }
}
