using System.Text;

namespace McpFuzzer.Mcp;

/// <summary>
/// The verb <c>mcp</c>: an MCP server on standard input and output that misbehaves as it is asked to (<see
/// cref="ServerOptions" />).
/// </summary>
internal static class McpVerb
{
    public static int Run(string[] args)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        try
        {
            return new Server(ServerOptions.Parse(args), Console.OpenStandardOutput()).Run(input);
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"mcp: {wrong.Message}");
            return 2;
        }
    }
}
