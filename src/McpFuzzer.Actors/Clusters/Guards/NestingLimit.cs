using System.Runtime.Serialization;

namespace McpFuzzer.Actors.Clusters.Guards;

/// <summary>
/// How deep messages may be nested in each other. Akka reads them by recursion, and a stack overflow ends the process.
/// </summary>
internal static class NestingLimit
{
    /// <summary>A message to a selection that contains an identification needs three.</summary>
    private const int Deepest = 8;

    [ThreadStatic]
    private static int _depth;

    public static object Read(Func<object> read)
    {
        if (_depth == Deepest)
        {
            throw new SerializationException($"messages are nested more than {Deepest} deep");
        }

        _depth++;
        try
        {
            return read();
        }
        finally
        {
            _depth--;
        }
    }
}
