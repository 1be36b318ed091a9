using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Core.Processes;

/// <summary>What a start may ask for. Each fault is one line: what, and what is allowed. No line shows a value that could be a secret.</summary>
internal static partial class ProcessSpecRules
{
    internal const int LargestTail = 1024 * 1024;
    internal static readonly TimeSpan LongestTime = TimeSpan.FromDays(365);
    internal static readonly TimeSpan LongestRung = TimeSpan.FromHours(1);
    internal static readonly TimeSpan ShortestVerify = TimeSpan.FromMilliseconds(100);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(
        "^[^:\\s\\p{C}]{1,256}(:[^:\\s\\p{C}]{1,256})?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex UserPattern();

    /// <summary>The faults; none when the start may be tried.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="key">As what; null is for the node to say.</param>
    /// <param name="hasCallback">Whether its caller has given a callback for its activity.</param>
    public static IReadOnlyList<string> Validate(ProcessSpec? spec, ProcessKey? key, bool hasCallback = false) =>
        SpecNulls.Of(spec).ToArray() is { Length: > 0 } nulls ? nulls : Faults(spec!, key, hasCallback);

    private static IReadOnlyList<string> Faults(ProcessSpec spec, ProcessKey? key, bool hasCallback) =>
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
            .. LimitRules.Validate(spec.Limits),
            .. RestartRules.Validate(spec.Restart),
            .. ReadinessRules.Validate(spec),
            .. spec.Redact.Any(string.IsNullOrWhiteSpace)
                ? ["Redact: a name must not be empty"]
                : Array.Empty<string>(),
        ];

    /// <summary>The fault of a grace that a stop brings along.</summary>
    public static IReadOnlyList<string> ValidateGrace(TimeSpan? grace) =>
        grace is { } given ? [.. Rung("Grace", given, TimeSpan.Zero)] : [];

    private static IEnumerable<string> Key(ProcessKey? key)
    {
        if (key is not null && !KeyPattern().IsMatch(key.Value))
        {
            yield return $"Key \"{Printable.Escape(key.Value)}\": must be 1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit";
        }
    }

    private static IEnumerable<string> Command(IReadOnlyList<string> command)
    {
        if (command.Count == 0 || string.IsNullOrEmpty(command[0]))
        {
            yield return "Command: must name a command in its first element";
        }

        for (var i = 0; i < command.Count; i++)
        {
            foreach (var fault in Text($"Command[{i}]", command[i]))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Environment(IReadOnlyDictionary<string, string?> environment)
    {
        foreach (var (name, value) in environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal))
            {
                yield return $"Environment \"{Printable.Escape(name)}\": a name must not be empty and must not contain '='";
            }

            foreach (var fault in Text($"Environment name \"{Printable.Escape(name)}\"", name))
            {
                yield return fault;
            }

            foreach (var fault in Text($"Environment value of \"{Printable.Escape(name)}\"", value ?? ""))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Directory(string? directory) =>
        directory switch
        {
            null => [],
            "" => ["WorkingDirectory: must not be empty; null takes the node's"],
            _ => Text("WorkingDirectory", directory),
        };

    private static IEnumerable<string> Terminal(string? terminal) =>
        terminal switch
        {
            null => [],
            "" => ["Terminal: must not be empty; null is none"],
            _ => Text("Terminal", terminal),
        };

    private static IEnumerable<string> User(string? user)
    {
        if (user is not null && !UserPattern().IsMatch(user))
        {
            yield return $"User \"{Printable.Escape(user)}\": must be a user, or user:group, by name or number";
        }
    }

    internal static IEnumerable<string> Name(string name)
    {
        if (name.Length is 0 or > 128 || name.Any(char.IsControl))
        {
            yield return $"Name \"{Printable.Escape(name)}\": must be 1 to 128 characters, none of them a control character";
        }
    }

    internal static IEnumerable<string> Time(string what, TimeSpan? time)
    {
        if (time is { } given && (given <= TimeSpan.Zero || given > LongestTime))
        {
            yield return $"{what} = {given}: must be more than zero and at most {LongestTime.TotalDays} days";
        }
    }

    private static IEnumerable<string> Streams(ProcessSpec spec)
    {
        if (spec.Stdin is not (StdioMode.Null or StdioMode.Piped or StdioMode.Inherited))
        {
            yield return $"Stdin = {spec.Stdin}: must be Null, Piped or Inherited";
        }

        if (!Enum.IsDefined(spec.Stdout))
        {
            yield return $"Stdout = {spec.Stdout}: must be Null, CapturedTail, Piped or Inherited";
        }

        if (!Enum.IsDefined(spec.Stderr))
        {
            yield return $"Stderr = {spec.Stderr}: must be Null, CapturedTail, Piped or Inherited";
        }

        if (spec.TailBytes is < 0 or > LargestTail)
        {
            yield return $"TailBytes = {spec.TailBytes}: must be 0 to {LargestTail}";
        }
    }

    private static IEnumerable<string> Activity(ActivitySources sources, bool hasCallback)
    {
        const ActivitySources all = ActivitySources.Output | ActivitySources.Updates | ActivitySources.Callback;
        if ((sources & ~all) != ActivitySources.None)
        {
            yield return $"ActivitySource = {sources}: must be None, or of Output, Updates and Callback some or all";
        }
        else if (sources.HasFlag(ActivitySources.Callback) && !hasCallback)
        {
            yield return $"ActivitySource = {sources}: must not name Callback where none was given; StartProcessWithCallback gives one, on the node itself";
        }
    }

    private static IEnumerable<string> Ladder(StopLadder? ladder) =>
        ladder is null
            ? []
            :
            [
                .. Rung("StopLadder.CloseStdin", ladder.CloseStdin, TimeSpan.Zero),
                .. Rung("StopLadder.Grace", ladder.Grace, TimeSpan.Zero),
                .. Rung("StopLadder.Verify", ladder.Verify, ShortestVerify),
                .. Signal(ladder.Signal),
            ];

    private static IEnumerable<string> Signal(int signal)
    {
        if (signal is < 1 or > SignalName.Largest)
        {
            yield return $"StopLadder.Signal = {signal}: must be 1 to {SignalName.Largest}";
        }
    }

    private static IEnumerable<string> Rung(string what, TimeSpan time, TimeSpan least)
    {
        if (time < least || time > LongestRung)
        {
            yield return $"{what} = {time}: must be {least.TotalSeconds} s to {LongestRung.TotalSeconds} s";
        }
    }

    /// <summary>The kernel's strings end at a NUL, and half a surrogate pair has no bytes: either would start something else than was asked for.</summary>
    private static IEnumerable<string> Text(string what, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            yield return $"{what}: must not contain NUL";
        }

        if (!ByteText.HasBytes(text))
        {
            yield return $"{what}: must be well-formed Unicode, without half a surrogate pair";
        }
    }
}
