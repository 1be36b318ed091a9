namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The numbers of the signals that are passed on (signal(7), x86 and Arm; and those of macOS).</summary>
internal static class SignalNumbers
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Terminate = 15;
    public const int WindowChange = 28;

    public static int User1 { get; } = OperatingSystem.IsMacOS() ? 30 : 10;

    public static int User2 { get; } = OperatingSystem.IsMacOS() ? 31 : 12;

    public static int Continue { get; } = OperatingSystem.IsMacOS() ? 19 : 18;

    public static int Stop { get; } = OperatingSystem.IsMacOS() ? 17 : 19;

    public static int TerminalStop { get; } = OperatingSystem.IsMacOS() ? 18 : 20;

    public static IReadOnlyList<int> Received { get; } =
    [HangUp, Interrupt, Quit, User1, User2, Terminate, Continue, TerminalStop, WindowChange];
}
