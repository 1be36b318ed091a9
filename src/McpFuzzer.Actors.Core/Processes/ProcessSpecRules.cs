using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>Validates starts. No error shows a value that could be a secret.</summary>
internal static partial class ProcessSpecRules
{
    private const string AllowedOutput = "must be Null, CapturedTail, Piped or Inherited";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    /// <summary>Returns the validation errors of a start.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="key">Its key; null when the node generates one.</param>
    /// <param name="hasCallback">Whether it has an activity callback.</param>
    public static IReadOnlyList<ValidationError> ErrorsOf(
        ProcessSpec? spec,
        ProcessKey? key,
        bool hasCallback = false
    ) => SpecNulls.Of(spec).ToArray() is { Length: > 0 } nulls ? nulls : ErrorsOfParts(spec!, key, hasCallback);

    private static IReadOnlyList<ValidationError> ErrorsOfParts(ProcessSpec spec, ProcessKey? key, bool hasCallback) =>
        [
            .. Key(key),
            .. Command(spec.Command),
            .. Environment(spec.Environment),
            .. Directory(spec.WorkingDirectory),
            .. User(spec.User),
            .. Terminal(spec.Terminal),
            .. Name(spec.Name),
            .. Time("Timeout", spec.Timeout),
            .. Time("MaxTime", spec.MaxTime),
            .. Streams(spec),
            .. Activity(spec.ActivitySource, hasCallback),
            .. Ladder(spec.StopLadder),
            .. LimitRules.ErrorsOf(spec.Limits),
            .. RestartRules.ErrorsOf(spec.Restart),
            .. ReadinessRules.ErrorsOf(spec),
            .. spec.Redact.Any(string.IsNullOrWhiteSpace)
                ? [Error("Redact", "a name must not be empty")]
                : Array.Empty<ValidationError>(),
        ];

    /// <summary>Returns the validation errors of the grace of a stop.</summary>
    public static IReadOnlyList<ValidationError> ErrorsOfGrace(TimeSpan? grace) =>
        grace is { } given ? [.. Of(ProcessBounds.Rung.ErrorOf("Grace", given))] : [];

    /// <summary>Returns the validation errors of the timeout of a wait; zero checks once.</summary>
    public static IReadOnlyList<ValidationError> ErrorsOfWait(TimeSpan? timeout) =>
        timeout is { } given ? [.. Of(ProcessBounds.Wait.ErrorOf("Timeout", given))] : [];

    private static IEnumerable<ValidationError> Key(ProcessKey? key)
    {
        if (key is not null && !KeyPattern().IsMatch(key.Value))
        {
            yield return Error(
                $"Key \"{Printable.Escape(key.Value)}\"",
                "must be 1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit"
            );
        }
    }

    private static IEnumerable<ValidationError> Command(IReadOnlyList<string> command)
    {
        if (command.Count == 0 || string.IsNullOrEmpty(command[0]))
        {
            yield return Error("Command", "must name a command in its first element");
        }

        for (var i = 0; i < command.Count; i++)
        {
            foreach (var error in Text($"Command[{i}]", command[i]))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<ValidationError> Environment(IReadOnlyDictionary<string, string?> environment)
    {
        foreach (var (name, value) in environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                yield return Error(
                    $"Environment \"{Printable.Escape(name)}\"",
                    "a name must not be empty and must not contain '='"
                );
            }

            foreach (var error in Text($"Environment name \"{Printable.Escape(name)}\"", name))
            {
                yield return error;
            }

            foreach (var error in Text($"Environment value of \"{Printable.Escape(name)}\"", value ?? ""))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<ValidationError> Directory(string? directory) =>
        directory switch
        {
            null => [],
            "" => [Error("WorkingDirectory", "must not be empty; null takes the node's")],
            _ => Text("WorkingDirectory", directory),
        };

    private static IEnumerable<ValidationError> Terminal(string? terminal) =>
        terminal switch
        {
            null => [],
            "" => [Error("Terminal", "must not be empty; null is none")],
            _ => Text("Terminal", terminal),
        };

    private static IEnumerable<ValidationError> User(string? user)
    {
        if (user is not null && !ProcessTexts.User.Allows(user))
        {
            yield return Error($"User \"{Printable.Escape(user)}\"", ProcessTexts.User.Allowed);
        }
    }

    internal static IEnumerable<ValidationError> Name(string name)
    {
        if (!ProcessTexts.Name.Allows(name))
        {
            yield return Error($"Name \"{Printable.Escape(name)}\"", ProcessTexts.Name.Allowed);
        }
    }

    internal static IEnumerable<ValidationError> Time(string name, TimeSpan? time) =>
        time is { } given ? Of(ProcessBounds.Time.ErrorOf(name, given)) : [];

    private static IEnumerable<ValidationError> Streams(ProcessSpec spec)
    {
        if (spec.Stdin is not (StdioMode.Null or StdioMode.Piped or StdioMode.Inherited))
        {
            yield return new ValidationError("Stdin", $"{spec.Stdin}", "must be Null, Piped or Inherited");
        }

        if (!Enum.IsDefined(spec.Stdout))
        {
            yield return new ValidationError("Stdout", $"{spec.Stdout}", AllowedOutput);
        }

        if (!Enum.IsDefined(spec.Stderr))
        {
            yield return new ValidationError("Stderr", $"{spec.Stderr}", AllowedOutput);
        }

        foreach (var error in Of(ProcessBounds.TailBytes.ErrorOf("TailBytes", spec.TailBytes)))
        {
            yield return error;
        }
    }

    private static IEnumerable<ValidationError> Activity(ActivitySources sources, bool hasCallback)
    {
        const ActivitySources all = ActivitySources.Output | ActivitySources.Updates | ActivitySources.Callback;
        if ((sources & ~all) != ActivitySources.None)
        {
            yield return new ValidationError(
                "ActivitySource",
                $"{sources}",
                "must be None, or any of Output, Updates and Callback"
            );
        }
        else if (sources.HasFlag(ActivitySources.Callback) && !hasCallback)
        {
            yield return new ValidationError(
                "ActivitySource",
                $"{sources}",
                "must not name Callback without one; StartProcessWithCallback gives one, on the node itself"
            );
        }
    }

    private static IEnumerable<ValidationError> Ladder(StopLadder? ladder) =>
        ladder is null
            ? []
            :
            [
                .. Of(ProcessBounds.Rung.ErrorOf("StopLadder.CloseStdin", ladder.CloseStdin)),
                .. Of(ProcessBounds.Rung.ErrorOf("StopLadder.Grace", ladder.Grace)),
                .. Of(ProcessBounds.Verify.ErrorOf("StopLadder.Verify", ladder.Verify)),
                .. Of(ProcessBounds.Signal.ErrorOf("StopLadder.Signal", ladder.Signal)),
            ];

    /// <summary>
    /// The kernel's strings end at a NUL, and half a surrogate pair has no bytes. Either would start a different
    /// command.
    /// </summary>
    private static IEnumerable<ValidationError> Text(string name, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            yield return Error(name, "must not contain NUL");
        }

        if (!ByteText.HasBytes(text))
        {
            yield return Error(name, "must be well-formed Unicode, without half a surrogate pair");
        }
    }

    private static ValidationError Error(string name, string allowed) => new(name, Value: null, allowed);

    private static IEnumerable<ValidationError> Of(ValidationError? error) => error is null ? [] : [error];
}
