using System.Security.Cryptography;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>What a finding is known by from run to run.</summary>
internal static class FindingSignature
{
    private const int IdLength = 12;

    /// <summary>Returns twelve hex digits of a hash over category, tool and shape; a tool of null is the server.</summary>
    public static string IdOf(string category, string? tool, string shape)
    {
        // NUL keeps the parts apart: it can stand in none of them but a tool's name, where it would do no harm.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{category}\0{tool}\0{shape}"));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }

    /// <summary>
    /// Whether a finding of this id may be made of this candidate: folded with others or alone, of its tool or of the
    /// server. Tells whether a replay shows what was recorded.
    /// </summary>
    public static bool IsOf(string id, Candidate candidate) =>
        id == Folding.IdOf(candidate.Category, candidate.Tool, candidate.Shape)
        || id == Folding.IdOf(candidate.Category, null, candidate.Shape);
}
