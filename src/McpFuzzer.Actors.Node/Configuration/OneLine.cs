using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>Makes one printable line of a message of other code.</summary>
internal static class OneLine
{
    public static string Of(string message) =>
        Printable.Escape(
            string.Join(
                ' ',
                message.Split(
                    (char[])['\r', '\n'],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
            )
        );
}
