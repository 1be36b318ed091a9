using System.Globalization;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes;

/// <summary>
/// A mark in the environment of a test's processes, which their descendants inherit, so that remaining ones are found.
/// </summary>
internal sealed class ProcessMark
{
    private readonly string _mark = $"mark-{Guid.NewGuid():N}";

    public ProcessSpec On(ProcessSpec spec) =>
        spec with
        {
            Environment = new Dictionary<string, string?>(spec.Environment) { ["MARK"] = _mark },
        };

    /// <summary>The living processes that carry it.</summary>
    public IReadOnlyList<int> Find() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
                .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
                .Where(pid => pid != Environment.ProcessId && Carries(pid)),
        ];

    private bool Carries(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It exited during the check, or belongs to another user.
            return false;
        }
    }
}
