namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Recognises names and descriptions of a process id.</summary>
internal static class ProcessNames
{
    private static readonly HashSet<string> Ids = new(StringComparer.Ordinal)
    {
        "pid",
        "pids",
        "ppid",
        "ppids",
        "pgid",
        "pgids",
        "pgrp",
        "tgid",
        "tgids",
    };

    private static readonly HashSet<string> Processes = new(StringComparer.Ordinal)
    {
        "process",
        "processes",
        "proc",
        "procs",
        "subprocess",
        "subprocesses",
    };

    private static readonly HashSet<string> Identifiers = new(StringComparer.Ordinal)
    {
        "id",
        "ids",
        "identifier",
        "identifiers",
        "number",
        "num",
    };

    // "kill_process" and "process_kill" are about a process, "process_order" is not.
    private static readonly HashSet<string> Actions = new(StringComparer.Ordinal)
    {
        "kill",
        "end",
        "terminate",
        "interrupt",
        "signal",
        "stop",
        "suspend",
        "pause",
        "resume",
        "restart",
        "attach",
        "wait",
        "inspect",
        "info",
        "status",
    };

    // "serverpid" is one, "groupid" and "appid" are not.
    private static readonly string[] Owners =
    [
        "child",
        "daemon",
        "group",
        "host",
        "job",
        "leader",
        "main",
        "master",
        "os",
        "parent",
        "server",
        "session",
        "shell",
        "target",
        "task",
        "worker",
    ];

    // A property with such a name is not the process id that its description mentions.
    private static readonly HashSet<string> Quantities = new(StringComparer.Ordinal)
    {
        "timeout",
        "interval",
        "delay",
        "seconds",
        "milliseconds",
        "ms",
        "limit",
        "count",
        "signal",
        "sig",
        "port",
        "priority",
        "nice",
        "lines",
        "depth",
    };

    /// <summary>
    /// Returns whether a property's name names a process id: <c>pid</c>, <c>parentProcessId</c>, or <c>id</c> within
    /// something called a process.
    /// </summary>
    /// <param name="name">The property's.</param>
    /// <param name="around">The name of its parent: a property, or the tool.</param>
    public static bool IsId(string name, string around)
    {
        var words = Words(name);
        return words.Exists(IsIdWord)
            || Joined(name).Exists(IsIdWord)
            || HasProcessId(words)
            || (words is ["id" or "ids" or "identifier" or "identifiers"] && IsProcess(Words(around)));
    }

    /// <summary>Returns whether a name is just the word process; a number there is a process id.</summary>
    public static bool IsProcess(string name) => Words(name) is [var word] && Processes.Contains(word);

    /// <summary>Returns whether a property's description or title says that it is a process id.</summary>
    /// <param name="description">Its text.</param>
    /// <param name="name">The property's name.</param>
    public static bool IsIdByDescription(string description, string name)
    {
        if (!Mentions(description) || Words(name).Exists(Quantities.Contains))
        {
            return false;
        }

        var words = Words(description);
        return words.Exists(Ids.Contains) || HasProcessId(words) || HasIdOfProcess(words);
    }

    /// <summary>Returns whether a text may mention a process. Fast, with false positives.</summary>
    public static bool Mentions(string text) =>
        text.Contains("pid", StringComparison.OrdinalIgnoreCase)
        || text.Contains("proc", StringComparison.OrdinalIgnoreCase)
        || text.Contains("pgid", StringComparison.OrdinalIgnoreCase)
        || text.Contains("pgrp", StringComparison.OrdinalIgnoreCase)
        || text.Contains("tgid", StringComparison.OrdinalIgnoreCase);

    private static bool IsIdWord(string word) =>
        Ids.Contains(word)
        || word.Contains("processid", StringComparison.Ordinal)
        || word.Contains("procid", StringComparison.Ordinal)
        || Array.Exists(
            Owners,
            owner => word.StartsWith(owner, StringComparison.Ordinal) && Ids.Contains(word[owner.Length..])
        );

    private static bool IsProcess(List<string> words) =>
        words is [.., var last]
        && (Processes.Contains(last) || (words.Exists(Processes.Contains) && words.Exists(Actions.Contains)));

    // "process id", "process group id"
    private static bool HasProcessId(List<string> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var next = words[i + 1] is "group" or "grp" && i + 2 < words.Count ? words[i + 2] : words[i + 1];
            if (Processes.Contains(words[i]) && Identifiers.Contains(next))
            {
                return true;
            }
        }

        return false;
    }

    // "the id of the running process"
    private static bool HasIdOfProcess(List<string> words)
    {
        const int Reach = 6;
        for (var i = 0; i < words.Count; i++)
        {
            if (
                words[i] is "id" or "ids" or "identifier" or "identifiers"
                && words.Skip(i + 1).Take(Reach).Any(Processes.Contains)
            )
            {
                return true;
            }
        }

        return false;
    }

    // The capitals of "PIDs" do not begin words.
    private static List<string> Joined(string text) => Split(text, (_, _) => false);

    // "parentProcessID", "parent_process_id" and "parent process id" are the same three words.
    private static List<string> Words(string text) =>
        Split(
            text,
            (text, i) =>
                char.IsUpper(text[i])
                && (
                    !char.IsUpper(text[i - 1])
                    || (i + 1 < text.Length && char.IsLower(text[i + 1]) && text[(i + 1)..] is not ['s'])
                )
        );

    private static List<string> Split(string text, Func<string, int, bool> beginsWord)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isInside = i < text.Length && char.IsLetter(text[i]);
            if (i > start && (!isInside || beginsWord(text, i)))
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = i;
            }

            start = isInside ? start : i + 1;
        }

        return words;
    }
}
