using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Secrets;

/// <summary>
/// What is a secret and how it is shown. A secret is the value of an environment variable or option whose name says so, or that is listed. It is shown as
/// <c>***</c> wherever it would stand.
/// </summary>
public static partial class SecretRules
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "***";

    [GeneratedRegex(
        "key|token|secret|passw|auth|credential|cookie",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SecretName();

    /// <summary>Whether the value under this name is a secret.</summary>
    /// <param name="name">The name of an environment variable, or of an option with or without its dashes.</param>
    /// <param name="listed">Further names, compared without case and dashes.</param>
    public static bool IsSecretName(string name, IReadOnlyList<string> listed) =>
        SecretName().IsMatch(name)
        || listed.Any(other => Bare(other).Equals(Bare(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>The argument vector as it may be shown: the value in <c>--token=…</c> and <c>TOKEN=…</c>, and the word after <c>--token</c>, are masked.</summary>
    public static IReadOnlyList<string> MaskArguments(IReadOnlyList<string> arguments, IReadOnlyList<string> listed) =>
        [.. Split(arguments, listed).Select(part => part.Secret is null ? part.Shown : part.Shown + Mask)];

    /// <summary>The values that <see cref="MaskArguments" /> hides.</summary>
    public static IReadOnlyList<string> SecretArguments(
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> listed
    ) => [.. Split(arguments, listed).Where(part => part.Secret is not null).Select(part => part.Secret!)];

    private static IEnumerable<(string Shown, string? Secret)> Split(
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> listed
    )
    {
        var nextIsSecret = false;
        foreach (var argument in arguments)
        {
            var assignment = argument.IndexOf('=', StringComparison.Ordinal);
            if (nextIsSecret)
            {
                nextIsSecret = false;
                yield return ("", argument);
            }
            else if (assignment > 0 && IsSecretName(argument[..assignment], listed))
            {
                yield return (argument[..(assignment + 1)], argument[(assignment + 1)..]);
            }
            else
            {
                nextIsSecret = assignment < 0 && argument.StartsWith('-') && IsSecretName(argument, listed);
                yield return (argument, null);
            }
        }
    }

    private static string Bare(string name) => name.TrimStart('-');
}
