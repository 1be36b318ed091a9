using System.Runtime.Serialization;

namespace McpFuzzer.Actors.Node.Clusters.Guards;

/// <summary>How deep messages may lie in each other: Akka reads them by recursion, and a stack that is used up ends the process.</summary>
internal static class Nesting
{
    /// <summary>A selection's message with an identification in it, and some.</summary>
    private const int Deepest = 8;

    [ThreadStatic]
    private static int _depth;

    public static object Read(Func<object> read)
    {
        if (_depth == Deepest)
        {
            throw new SerializationException($"messages lie in each other more than {Deepest} deep");
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
