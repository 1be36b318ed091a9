using System.Security.Cryptography;
using System.Text;
using McpFuzzer.Actors.Contracts.Campaigns;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The identity of a finding across runs.</summary>
internal static class FindingSignature
{
    private const int IdLength = 12;

    /// <summary>Returns twelve hex digits of a hash over category, tool and shape. A null tool is the server.</summary>
    public static string IdOf(string category, string? tool, string shape)
    {
        // NUL separates the parts. Only a tool's name can contain it, where it does no harm.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{category}\0{tool}\0{shape}"));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }

    /// <summary>
    /// Returns whether this candidate may be a part of a recorded finding. A replay uses it to recognise the finding.
    /// Output that names no call counts for the finding's own tool.
    /// </summary>
    public static bool IsOf(Finding finding, Candidate candidate) =>
        (finding.Tool is null || candidate.Tool is null || finding.Tool == candidate.Tool)
        && finding.Id == Folding.IdOf(candidate.Category, finding.Tool, candidate.Shape);
}
