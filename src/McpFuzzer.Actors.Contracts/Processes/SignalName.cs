using System.Globalization;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>
/// The names of signals, and their numbers in messages: those of Linux on x86 and Arm (signal(7)). A node on another
/// system translates them to its own numbers.
/// </summary>
public static class SignalName
{
    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>The highest signal number.</summary>
    public const int Largest = 64;

    /// <summary>What <see cref="TryParse" /> takes, in the words of an error.</summary>
    internal const string Allowed = "must be a signal by name or number, such as TERM, SIGINT or 15";

    // The real-time signals that glibc leaves to programs (signal(7)).
    private const int RealTimeMin = 34;

    private static readonly string[] Names =
    [
        "0",
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS",
    ];

    /// <summary>Returns the name of a signal; a number without a name becomes <c>signal N</c>.</summary>
    public static string Of(int number) => number > 0 && number < Names.Length ? Names[number] : $"signal {number}";

    /// <summary>
    /// Reads a signal as kill(1) and timeout(1) of Linux do: by number, or by name with or without SIG and in either
    /// case; <c>RTMIN+n</c> and <c>RTMAX-n</c> too.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="number">1 to 64; zero when it is invalid.</param>
    /// <returns>Whether it names a signal.</returns>
    public static bool TryParse(string text, out int number)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name : $"SIG{name}";
        number =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
            : name.StartsWith("SIGRTMIN", StringComparison.Ordinal)
                ? Beside(RealTimeMin, name["SIGRTMIN".Length..], '+')
            : name.StartsWith("SIGRTMAX", StringComparison.Ordinal) ? Beside(Largest, name["SIGRTMAX".Length..], '-')
            : name switch
            {
                "SIGIOT" => Array.IndexOf(Names, "SIGABRT"),
                "SIGCLD" => Array.IndexOf(Names, "SIGCHLD"),
                "SIGPOLL" => Array.IndexOf(Names, "SIGIO"),
                _ => Array.IndexOf(Names, name),
            };
        number = number is >= 1 and <= Largest ? number : 0;
        return number != 0;
    }

    private static int Beside(int signal, string offset, char sign) =>
        offset.Length == 0 ? signal
        : offset[0] == sign
        && int.TryParse(offset.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
        && steps <= Largest - RealTimeMin
            ? sign == '+' ? signal + steps
                : signal - steps
        : 0;
}
