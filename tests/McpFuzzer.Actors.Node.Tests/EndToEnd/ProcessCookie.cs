using System.Diagnostics;
using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A variable in the environment of all that one test starts, by which whatever is left can be found.
/// </summary>
internal sealed class ProcessCookie
{
    public const string Name = "MCPFUZZER_TEST_COOKIE";

    public string Value { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// The living processes that carry it, each with its command line. A zombie has no environment and is none.
    /// </summary>
    public IReadOnlyList<string> Bearers() =>
        [.. Pids().Select(pid => $"{pid}: {Encoding.UTF8.GetString(Read($"/proc/{pid}/cmdline")).Replace('\0', ' ')}")];

    /// <summary>Waits until none of them lives.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        while (Pids().FirstOrDefault() is var pid && pid != 0)
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                await process.WaitForExitAsync(cancellation);
            }
            catch (ArgumentException)
            {
                // Gone meanwhile.
            }
        }
    }

    private IEnumerable<int> Pids()
    {
        var wanted = Encoding.UTF8.GetBytes($"{Name}={Value}");
        return Directory
            .EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid != 0 && Read($"/proc/{pid}/environ").AsSpan().IndexOf(wanted) >= 0);
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
