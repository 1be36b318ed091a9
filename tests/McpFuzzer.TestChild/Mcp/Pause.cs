namespace McpFuzzer.Mcp;

/// <summary>The delays of a server that is slow by design.</summary>
internal static class Pause
{
#pragma warning disable RS0030 // The sleep is the fault that a test asks for.
    public static void For(TimeSpan time) => Thread.Sleep(time);
#pragma warning restore RS0030
}
