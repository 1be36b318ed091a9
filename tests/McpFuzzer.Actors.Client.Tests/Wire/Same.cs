using System.Collections;
using System.Reflection;

namespace McpFuzzer.Actors.Client.Tests.Wire;

/// <summary>
/// Compares two values by their content, including lists: a record's own equality compares lists by reference.
/// </summary>
internal static class Same
{
    public static void Assert(object? expected, object? actual, string path)
    {
        switch (expected)
        {
            case null or string or ValueType and not ReadOnlyMemory<byte> and not Contracts.Executions.BatchResult:
                Xunit.Assert.True(Equals(expected, actual), $"{path}: {expected} became {actual}");
                break;
            case ReadOnlyMemory<byte> bytes:
                Xunit.Assert.Equal(bytes.ToArray(), ((ReadOnlyMemory<byte>)actual!).ToArray());
                break;
            case IDictionary map:
                AssertMaps(map, (IDictionary)actual!, path);
                break;
            case IEnumerable list:
                AssertLists([.. list.Cast<object?>()], [.. ((IEnumerable)actual!).Cast<object?>()], path);
                break;
            default:
                Xunit.Assert.Equal(expected.GetType(), actual?.GetType());
                foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Assert(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
                }

                break;
        }
    }

    private static void AssertMaps(IDictionary expected, IDictionary actual, string path)
    {
        Xunit.Assert.Equal(expected.Count, actual.Count);
        foreach (DictionaryEntry entry in expected)
        {
            Xunit.Assert.True(actual.Contains(entry.Key), $"{path}: {entry.Key} is lost");
            Assert(entry.Value, actual[entry.Key], $"{path}[{entry.Key}]");
        }
    }

    private static void AssertLists(object?[] expected, object?[] actual, string path)
    {
        Xunit.Assert.True(expected.Length == actual.Length, $"{path}: {expected.Length} became {actual.Length}");
        for (var index = 0; index < expected.Length; index++)
        {
            Assert(expected[index], actual[index], $"{path}[{index}]");
        }
    }
}
