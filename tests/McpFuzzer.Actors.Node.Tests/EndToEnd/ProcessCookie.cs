using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>A variable in the environment of all that one test starts, by which whatever is left can be found.</summary>
internal sealed class ProcessCookie
{
    public const string Name = "MCPFUZZER_TEST_COOKIE";

    public string Value { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The living processes that carry it, each with its command line. A zombie has no environment and is none.</summary>
    public IReadOnlyList<string> Bearers()
    {
        var wanted = Encoding.UTF8.GetBytes($"{Name}={Value}");
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Where(folder => Read(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0)
                .Select(folder =>
                    $"{Path.GetFileName(folder)}: {Encoding.UTF8.GetString(Read(Path.Combine(folder, "cmdline"))).Replace('\0', ' ')}"
                ),
        ];
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's: not one of ours either way.
            return [];
        }
    }
}
