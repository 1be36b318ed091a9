using System.Security.Cryptography;
using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>What a finding is known by from run to run.</summary>
internal static class FindingSignature
{
    private const int IdLength = 12;

    /// <summary>Returns twelve hex digits of a hash over category, tool and shape. A null tool is the server.</summary>
    public static string IdOf(string category, string? tool, string shape)
    {
        // NUL keeps the parts apart: it can stand in none of them but a tool's name, where it would do no harm.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{category}\0{tool}\0{shape}"));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }

    /// <summary>
    /// Whether a recorded finding may be made of this candidate, folded with others or alone. Tells whether a replay
    /// shows what was recorded; output that names no call counts for the finding's own tool.
    /// </summary>
    public static bool IsOf(Finding finding, Candidate candidate) =>
        (finding.Tool is null || candidate.Tool is null || finding.Tool == candidate.Tool)
        && finding.Id == Folding.IdOf(candidate.Category, finding.Tool, candidate.Shape);
}
