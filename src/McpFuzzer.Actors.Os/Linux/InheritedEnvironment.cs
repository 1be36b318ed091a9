using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Starting;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The part of this process's environment that the children of a host inherit, as it was when the host was made
/// (docs/performance.md, "Start to end of /bin/true"). Encoded once for all children.
/// </summary>
internal sealed unsafe class InheritedEnvironment
{
    private const int FewVariables = 256;

    private readonly Dictionary<string, nint> _variables = [];
    private readonly byte[] _encoded;
    private readonly string? _path;

    private InheritedEnvironment(Dictionary<string, string> variables)
    {
        variables.TryGetValue(CommandLookup.PathVariable, out _path);
        var lines = variables.Select(variable => (variable.Key, Line: $"{variable.Key}={variable.Value}\0")).ToArray();
        _encoded = GC.AllocateUninitializedArray<byte>(
            lines.Sum(variable => ByteText.CountBytes(variable.Line)),
            pinned: true
        );
        var used = 0;
        foreach (var (name, line) in lines)
        {
            fixed (byte* start = &_encoded[used])
            {
                _variables.Add(name, (nint)start);
            }

            used += ByteText.Encode(line, _encoded.AsSpan(used));
        }
    }

    /// <summary>Encodes the current environment.</summary>
    /// <param name="clean">Only the base that a spec with <see cref="ProcessSpec.CleanEnvironment" /> requests.</param>
    internal static InheritedEnvironment Read(bool clean) =>
        new(ChildEnvironment.Of(new ProcessSpec { Command = [], CleanEnvironment = clean }));

    /// <summary>The PATH of a child; null when it has none.</summary>
    internal string? PathAfter(IReadOnlyDictionary<string, string?> changes) =>
        changes.TryGetValue(CommandLookup.PathVariable, out var changed) ? changed : _path;

    /// <summary>
    /// The environment of a child after these changes; null removes a variable. Valid as long as this instance is.
    /// </summary>
    internal NativeStrings With(IReadOnlyDictionary<string, string?> changes)
    {
        var kept = _variables.Count <= FewVariables ? stackalloc nint[FewVariables] : new nint[_variables.Count];
        var count = 0;
        foreach (var (name, variable) in _variables)
        {
            if (!changes.ContainsKey(name))
            {
                kept[count++] = variable;
            }
        }

        var set = new List<string>(changes.Count);
        foreach (var (name, value) in changes)
        {
            if (value is not null)
            {
                set.Add($"{name}={value}");
            }
        }

        return new NativeStrings(set, kept[..count]);
    }
}
