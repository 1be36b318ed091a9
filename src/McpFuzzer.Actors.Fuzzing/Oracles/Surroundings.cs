namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Recognises failures of the server's environment, such as a missing network.</summary>
internal static class Surroundings
{
    private const int LongestRead = 8_192;

    private static readonly string[] Signs =
    [
        // Names that do not resolve: Node, glibc, Go, curl.
        "ENOTFOUND",
        "EAI_AGAIN",
        "EAI_NODATA",
        "EAI_NONAME",
        "getaddrinfo",
        "name or service not known",
        "temporary failure in name resolution",
        "name resolution",
        "no such host",
        "could not resolve host",
        "nodename nor servname",
        // Unreachable networks and peers.
        "ECONNREFUSED",
        "ENETUNREACH",
        "EHOSTUNREACH",
        "ENETDOWN",
        "connection refused",
        "actively refused",
        "network is unreachable",
        "network unreachable",
        "no route to host",
        "host is unreachable",
        "fetch failed",
        // Missing programs.
        "command not found",
        "executable file not found",
        "is not installed",
        "not found in PATH",
        "not found in $PATH",
    ];

    /// <summary>Returns the failure in the message's words; null when there is none of this kind.</summary>
    public static string? FailureIn(string message)
    {
        var read = message.AsSpan(0, Math.Min(message.Length, LongestRead));
        foreach (var sign in Signs)
        {
            if (read.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return sign;
            }
        }

        // Node uses this text for a missing program, and also for a missing file, which is different.
        return
            read.Contains("spawn", StringComparison.OrdinalIgnoreCase)
            && read.Contains("ENOENT", StringComparison.Ordinal)
            ? "spawn ENOENT"
            : null;
    }
}
