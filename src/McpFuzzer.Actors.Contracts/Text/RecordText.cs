using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>
/// Formats records with collections as one line, in the compiler's form, which itself would only show type names. Lists
/// and texts are bounded, and texts are escaped.
/// </summary>
internal static class RecordText
{
    private const int MostItems = 8;
    private const int LongestText = 200;
    private const int LongestValue = 1_000;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    internal static string Of(object record)
    {
        var type = record.GetType();
        var members = Members
            .GetOrAdd(type, MembersOf)
            .Select(member => $"{member.Name} = {Show(member.GetValue(record))}");
        return $"{type.Name.Split('`')[0]} {{ {string.Join(", ", members)} }}";
    }

    private static string Shorten(string text, int longest) =>
        text.Length <= longest ? Printable.Escape(text) : $"{Printable.Escape(text[..longest])}…";

    private static PropertyInfo[] MembersOf(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public);

    private static string Show(object? value) =>
        value switch
        {
            null => "",
            string text => Shorten(text, LongestText),
            IDictionary pairs => $"{{{Join(pairs.Cast<object>())}}}",
            IEnumerable items => $"[{Join(items.Cast<object?>())}]",
            IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
            _ => Shorten(value.ToString() ?? "", LongestValue),
        };

    private static string Join(IEnumerable<object?> items)
    {
        var all = items as IReadOnlyCollection<object?> ?? [.. items];
        var more = all.Count > MostItems ? [$"… {all.Count - MostItems} more"] : Array.Empty<string>();
        return string.Join(", ", all.Take(MostItems).Select(ShowItem).Concat(more));
    }

    // Returns the pairs of any dictionary.
    private static string ShowItem(object? item) =>
        item?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? $"{Show(type.GetProperty("Key")!.GetValue(item))} = {Show(type.GetProperty("Value")!.GetValue(item))}"
            : Show(item);
}
