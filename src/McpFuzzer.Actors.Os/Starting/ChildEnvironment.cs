using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>The environment of a child: the node's, or its clean base, with the spec's changes.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] CleanBase = ["PATH", "HOME", "LANG", "TMPDIR"];

    internal static Dictionary<string, string> Of(ProcessSpec spec)
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var result = new Dictionary<string, string>(names);
        foreach (var (name, value) in OwnEnvironment.Variables())
        {
            if (!spec.CleanEnvironment || CleanBase.Contains(name, names))
            {
                result[name] = value;
            }
        }

        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value;
            }
        }

        return result;
    }
}
