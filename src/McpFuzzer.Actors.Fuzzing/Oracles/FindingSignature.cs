using System.Security.Cryptography;
using System.Text;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>What a finding is known by from run to run.</summary>
internal static class FindingSignature
{
    private const int IdLength = 12;

    /// <summary>Twelve hex digits of a hash over category, tool and kind.</summary>
    public static string IdOf(string category, string? tool, string kind)
    {
        // NUL keeps the parts apart: it can stand in none of them but a tool's name, where it would do no harm.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{category}\0{tool}\0{kind}"));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }
}
