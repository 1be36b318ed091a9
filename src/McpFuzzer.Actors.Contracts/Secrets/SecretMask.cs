using System.Text;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Secrets;

/// <summary>Hides the secrets of one spec wherever they occur verbatim in what is shown of it.</summary>
public sealed class SecretMask
{
    /// <summary>A shorter value is not looked for: it would be found everywhere.</summary>
    public const int ShortestSecret = 6;

    /// <summary>A shorter rest tells nothing, and would be found by chance.</summary>
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

    // Found when there is something to hide them in: an environment is large, and most processes that come and go say nothing.
    private string[] Secrets => _lookedFor.Value;

    /// <summary>The mask of a spec: the values of its secret variables, changed or inherited, and of its secret options.</summary>
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

    /// <summary>The text with each secret replaced by <see cref="SecretRules.Mask" />.</summary>
    public string Apply(string text) =>
        Secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, SecretRules.Mask, StringComparison.Ordinal));

    /// <summary>
    /// The tail with each secret replaced, and with the rest of one that its beginning cut in two. Where there is none, the bytes stay exactly as they are.
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
