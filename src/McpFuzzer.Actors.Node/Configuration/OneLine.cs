using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>A message of other code, as one printable line.</summary>
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
