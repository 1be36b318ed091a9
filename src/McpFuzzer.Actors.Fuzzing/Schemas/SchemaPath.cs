namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>A place in arguments: <c>/entities/*/name</c>. Bounded, since a server chooses the names.</summary>
internal static class SchemaPath
{
    private const int LongestName = 40;
    private const int LongestPath = 400;
    private const string More = "/…";

    /// <summary>Returns the path to a property.</summary>
    public static string Property(string path, string name) =>
        path.Length <= LongestPath ? $"{path}/{Shortened(name)}" : Ended(path);

    /// <summary>Returns the path to the items, or to properties without a schema of their own.</summary>
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
