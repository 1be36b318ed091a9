namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Where in arguments something is: <c>/entities/*/name</c>. Bounded, whatever names a server chooses.
/// </summary>
internal static class SchemaPath
{
    private const int LongestName = 40;
    private const int LongestPath = 400;
    private const string More = "/…";

    /// <summary>The path one property further.</summary>
    public static string Property(string path, string name) =>
        path.Length <= LongestPath ? $"{path}/{Shortened(name)}" : Ended(path);

    /// <summary>The path of the items, or of the properties without a name of their own.</summary>
    public static string Each(string path) => path.Length <= LongestPath ? $"{path}/*" : Ended(path);

    private static string Ended(string path) => path.EndsWith(More, StringComparison.Ordinal) ? path : $"{path}{More}";

    private static string Shortened(string name)
    {
        if (name.Length <= LongestName)
        {
            return name;
        }

        var kept = char.IsHighSurrogate(name[LongestName - 2]) ? LongestName - 2 : LongestName - 1;
        return $"{name.AsSpan(0, kept)}…";
    }
}
