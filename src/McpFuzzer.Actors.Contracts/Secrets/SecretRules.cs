using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Secrets;

/// <summary>
/// The rules of secrets. A secret is the value of an environment variable or option whose name says so, or that is
/// listed. It is shown as <c>***</c>.
/// </summary>
public static partial class SecretRules
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Mask = "***";

    [GeneratedRegex(
        "key|token|secret|passw|auth|credential|cookie",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SecretName();

    /// <summary>Returns whether the value of this name is a secret.</summary>
    /// <param name="name">The name of an environment variable, or of an option with or without its dashes.</param>
    /// <param name="listed">Further names, compared without case and dashes.</param>
    public static bool IsSecretName(string name, IReadOnlyList<string> listed) =>
        SecretName().IsMatch(name)
        || listed.Any(other => Bare(other).Equals(Bare(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Masks an argument vector: the value in <c>--token=…</c> and <c>TOKEN=…</c>, and the word after <c>--token</c>.
    /// </summary>
    public static IReadOnlyList<string> MaskArguments(IReadOnlyList<string> arguments, IReadOnlyList<string> listed) =>
        [.. Split(arguments, listed).Select(part => part.Secret is null ? part.Shown : part.Shown + Mask)];

    /// <summary>Returns the values that <see cref="MaskArguments" /> masks.</summary>
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
