using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// Rejects what cannot be passed to an operating system as written (docs/hazards.md, 17). Specs are validated earlier.
/// This is the last check, since a NUL would silently cut a string.
/// </summary>
internal static class SpecValidation
{
    /// <summary>Why the spec is rejected, without any of its values; null when it is valid.</summary>
    internal static string? Of(ProcessSpec spec)
    {
        if (spec.Command.Count == 0)
        {
            return "The command is empty.";
        }

        for (var index = 0; index < spec.Command.Count; index++)
        {
            if (ErrorIn(spec.Command[index]) is { } error)
            {
                return index == 0 ? $"The command {error}." : $"Argument {index} {error}.";
            }
        }

        if (spec.WorkingDirectory is { } directory && ErrorIn(directory) is { } directoryError)
        {
            return $"The working directory {directoryError}.";
        }

        if (spec.User is { } user && ErrorIn(user) is { } userError)
        {
            return $"The user {userError}.";
        }

        if (spec.Terminal is { } terminal && ErrorIn(terminal) is { } terminalError)
        {
            return $"The terminal {terminalError}.";
        }

        foreach (var (name, value) in spec.Environment)
        {
            if (name.Length == 0 || name.Contains('='))
            {
                return $"'{name}' cannot name an environment variable.";
            }

            if ((ErrorIn(name) ?? ErrorIn(value ?? "")) is { } variableError)
            {
                return $"The environment variable {name.Replace('\0', '?')} {variableError}.";
            }
        }

        if (spec.ReadyWhen is ReadyWhen.LineMatching line && LinePattern.TryCompile(line.Pattern) is null)
        {
            return "The pattern of ReadyWhen cannot be matched without backtracking, or needs too many states.";
        }

        return spec.Stdin == StdioMode.CapturedTail ? "Stdin cannot be captured." : null;
    }

    private static string? ErrorIn(string text)
    {
        if (text.Contains('\0'))
        {
            return "contains NUL";
        }

        return ByteText.HasBytes(text) ? null : "contains half a surrogate pair, which has no bytes in UTF-8";
    }
}
