using System.Diagnostics;
using System.Text;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd;

/// <summary>
/// A variable in the environment of everything that a test starts, which identifies remaining processes.
/// </summary>
internal sealed class ProcessCookie
{
    public const string Name = "MCPFUZZER_TEST_COOKIE";

    public string Value { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// Returns the living processes with the variable, each with its command line. A zombie has no environment and does
    /// not count.
    /// </summary>
    public IReadOnlyList<string> Bearers() =>
        [.. Pids().Select(pid => $"{pid}: {Encoding.UTF8.GetString(Read($"/proc/{pid}/cmdline")).Replace('\0', ' ')}")];

    /// <summary>Waits until none of them is alive.</summary>
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
                // It has exited in the meantime.
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
            // It has exited in the meantime, or belongs to another user.
            return [];
        }
    }
}
