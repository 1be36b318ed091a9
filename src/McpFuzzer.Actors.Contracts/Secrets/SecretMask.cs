using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Contracts.Secrets;

/// <summary>Hides the secrets of one spec wherever they occur verbatim in what is shown of it.</summary>
public sealed class SecretMask
{
    /// <summary>A shorter value is not looked for: it would be found everywhere.</summary>
    public const int ShortestSecret = 6;

    private readonly string[] _secrets;

    private SecretMask(IEnumerable<string> secrets) =>
        _secrets = [
            .. secrets
                .Where(secret => secret.Length >= ShortestSecret)
                .Distinct()
                .OrderByDescending(secret => secret.Length),
        ];

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
        _secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, SecretRules.Mask, StringComparison.Ordinal));
}
