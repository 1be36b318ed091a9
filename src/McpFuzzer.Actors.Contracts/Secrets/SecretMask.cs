using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Secrets;

/// <summary>Masks the secrets of one spec wherever they occur verbatim.</summary>
public sealed class SecretMask
{
    /// <summary>Shorter values are not masked, since they would occur everywhere.</summary>
    public const int ShortestSecret = 6;

    /// <summary>A shorter rest reveals nothing, and may occur by chance.</summary>
    private const int ShortestRest = 4;

    private readonly Lazy<string[]> _lookedFor;

    private SecretMask(IEnumerable<string> secrets) =>
        _lookedFor = new(() =>
            [
                .. secrets
                    .Where(secret => secret.Length >= ShortestSecret)
                    .Distinct()
                    .OrderByDescending(secret => secret.Length),
            ]
        );

    // Computed on demand: an environment is large, and most processes write nothing.
    private string[] Secrets => _lookedFor.Value;

    /// <summary>
    /// Creates the mask of a spec: the values of its secret variables, changed or inherited, and of its secret options.
    /// </summary>
    /// <param name="spec">What is started.</param>
    /// <param name="inherited">The node's own environment.</param>
    public static SecretMask Of(ProcessSpec spec, IReadOnlyDictionary<string, string> inherited)
    {
        var variables = spec
            .Environment.Where(variable => variable.Value is not null)
            .Select(variable => KeyValuePair.Create(variable.Key, variable.Value!))
            .Concat(inherited.Where(variable => !spec.CleanEnvironment && !spec.Environment.ContainsKey(variable.Key)))
            .Where(variable => SecretRules.IsSecretName(variable.Key, spec.Redact))
            .Select(variable => variable.Value);
        return new SecretMask(variables.Concat(SecretRules.SecretArguments(spec.Command, spec.Redact)));
    }

    /// <summary>Returns the text with each secret replaced by <see cref="SecretRules.Mask" />.</summary>
    public string Apply(string text) =>
        Secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, SecretRules.Mask, StringComparison.Ordinal));

    /// <summary>
    /// Returns the tail with each secret replaced, including the rest of a secret that its beginning cuts. Without a
    /// secret, the bytes stay the same.
    /// </summary>
    public OutputTail Apply(OutputTail tail)
    {
        if (tail.Bytes.IsEmpty || Secrets.Length == 0)
        {
            return tail;
        }

        var text = Encoding.UTF8.GetString(tail.Bytes.Span);
        var shown = Apply(tail.DroppedBytes > 0 ? MaskCutSecret(text) : text);
        return shown == text ? tail : tail with { Bytes = Encoding.UTF8.GetBytes(shown) };
    }

    private string MaskCutSecret(string text)
    {
        var cut = Secrets
            .SelectMany(secret => Enumerable.Range(1, secret.Length - ShortestRest).Select(from => secret[from..]))
            .Where(rest => text.StartsWith(rest, StringComparison.Ordinal))
            .MaxBy(rest => rest.Length);
        return cut is null ? text : SecretRules.Mask + text[cut.Length..];
    }
}
