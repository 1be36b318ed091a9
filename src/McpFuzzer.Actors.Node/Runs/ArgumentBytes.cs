using System.Text;
using McpFuzzer.Actors.Node.CommandLine;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Arguments are bytes to the system and text to .NET, which puts U+FFFD where they are no UTF-8. The command would be given other arguments than were typed.
/// </summary>
internal static class ArgumentBytes
{
    private const string CommandLine = "/proc/self/cmdline";

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Looks at what was typed, where the text says that it may be altered.</summary>
    /// <exception cref="UsageException">An argument is no UTF-8.</exception>
    public static void RefuseAltered(IReadOnlyList<string> command)
    {
        if (command.Any(word => word.Contains('\uFFFD', StringComparison.Ordinal)) && !IsText(ReadCommandLine()))
        {
            throw new UsageException("an argument is no UTF-8: it can't be passed on as it is");
        }
    }

    internal static bool IsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] ReadCommandLine()
    {
        try
        {
            return File.ReadAllBytes(CommandLine);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // No Linux: what was typed can't be known.
            return [];
        }
    }
}
