namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Whether a message names a failure of the server's surroundings, such as a missing network.</summary>
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
        // Networks and peers that are not there.
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
        // Programs that are not installed.
        "command not found",
        "executable file not found",
        "is not installed",
        "not found in PATH",
        "not found in $PATH",
    ];

    /// <summary>Returns what failed, as the message has it; null when it names nothing of the kind.</summary>
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

        // Node says so of a program, and the same of a missing file, which is another matter.
        return
            read.Contains("spawn", StringComparison.OrdinalIgnoreCase)
            && read.Contains("ENOENT", StringComparison.Ordinal)
            ? "spawn ENOENT"
            : null;
    }
}
