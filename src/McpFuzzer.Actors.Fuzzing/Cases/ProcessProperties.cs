using System.Text;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The properties of a tool that name a process. A server may signal the process with the rights of the user who fuzzes
/// it. Therefore no value of them may be the id of a living process, no matter where the value comes from, including
/// the schema's own examples.
/// </summary>
internal sealed class ProcessProperties
{
    private const JsonTypes Nameless = JsonTypes.Boolean | JsonTypes.Object | JsonTypes.Null;

    private static readonly ProcessProperties None = new("", []);

    private readonly string _tool;
    private readonly Dictionary<string, Listed> _listed;
    private readonly Dictionary<(string Around, string Name), bool> _known = [];

    private ProcessProperties(string tool, Dictionary<string, Listed> listed)
    {
        _tool = tool;
        _listed = listed;
    }

    /// <summary>Finds the properties of a tool.</summary>
    public static ProcessProperties Of(string tool, JsonValue schema, SchemaDocument document)
    {
        // Most tools are not about processes. Such a name can only come from the schema's text.
        if (!ProcessNames.Mentions(tool) && !SpeaksOfProcesses(schema))
        {
            return None;
        }

        var listed = new Dictionary<string, Listed>(StringComparer.Ordinal);
        List(schema, document, listed);
        return new ProcessProperties(tool, listed);
    }

    /// <summary>
    /// Returns the arguments without the id of any living process; the same object if they hold none.
    /// </summary>
    public JsonValue.Map Replace(JsonValue.Map arguments) =>
        ReferenceEquals(this, None) ? arguments : (JsonValue.Map)Within(arguments, _tool);

    /// <summary>Returns a value for one place without the id of any living process.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="path">The path, as in <see cref="Edit" />.</param>
    public JsonValue Replace(JsonValue value, IReadOnlyList<string> path)
    {
        if (ReferenceEquals(this, None))
        {
            return value;
        }

        var around = _tool;
        foreach (var name in path.Where(name => name != Edit.FirstItem))
        {
            if (IsProcess(around, name))
            {
                return ProcessIds.Replace(value, TakesLists(name) && path[^1] != Edit.FirstItem);
            }

            around = name;
        }

        return Within(value, around);
    }

    private JsonValue Within(JsonValue value, string around)
    {
        switch (value)
        {
            case JsonValue.List list:
                var items = list.Items.Select(item => Within(item, around)).ToArray();
                return items.SequenceEqual(list.Items, ReferenceEqualityComparer.Instance)
                    ? list
                    : new JsonValue.List(items);
            case JsonValue.Map map:
                var members = map
                    .Members.Select(member => KeyValuePair.Create(member.Key, Member(member, around)))
                    .ToArray();
                return members
                    .Select(member => member.Value)
                    .SequenceEqual(map.Members.Select(member => member.Value), ReferenceEqualityComparer.Instance)
                    ? map
                    : new JsonValue.Map(members);
            default:
                return value;
        }
    }

    private JsonValue Member(KeyValuePair<string, JsonValue> member, string around) =>
        IsProcess(around, member.Key)
            ? ProcessIds.Replace(member.Value, TakesLists(member.Key))
            : Within(member.Value, member.Key);

    private bool TakesLists(string name) =>
        _listed.GetValueOrDefault(name) is { } listed
        && listed.Types.HasFlag(JsonTypes.Array)
        && listed.Types != JsonTypes.Any;

    private bool IsProcess(string around, string name)
    {
        if (_known.TryGetValue((around, name), out var known))
        {
            return known;
        }

        var listed = _listed.GetValueOrDefault(name);
        var isProcess =
            (listed is null || (listed.Types & ~Nameless) != JsonTypes.None)
            && (
                listed is { IsDescribed: true }
                || ProcessNames.IsId(name, around)
                || (IsNumber(listed) && ProcessNames.IsProcess(name))
            );
        if (listed is not null)
        {
            // Only names of the schema count, since the phases invent arbitrary ones.
            _known[(around, name)] = isProcess;
        }

        return isProcess;
    }

    private static bool IsNumber(Listed? listed) =>
        listed is null || (listed.Types & (JsonTypes.Integer | JsonTypes.Number)) != JsonTypes.None;

    private static bool SpeaksOfProcesses(JsonValue source) =>
        source switch
        {
            JsonValue.Text text => ProcessNames.Mentions(text.Value),
            JsonValue.List list => list.Items.Any(SpeaksOfProcesses),
            JsonValue.Map map => map.Members.Any(member =>
                ProcessNames.Mentions(member.Key) || SpeaksOfProcesses(member.Value)
            ),
            _ => false,
        };

    private static void List(JsonValue source, SchemaDocument document, Dictionary<string, Listed> listed)
    {
        if (source is JsonValue.List list)
        {
            foreach (var item in list.Items)
            {
                List(item, document, listed);
            }
        }

        if (source is not JsonValue.Map map)
        {
            return;
        }

        foreach (var (keyword, value) in map.Members)
        {
            if (keyword == "properties" && value is JsonValue.Map properties)
            {
                foreach (var (name, schema) in properties.Members)
                {
                    var before = listed.GetValueOrDefault(name) ?? new Listed(JsonTypes.None, IsDescribed: false);
                    var texts = new StringBuilder();
                    Describe(schema, document, texts, []);
                    listed[name] = new Listed(
                        before.Types | TypesOf(schema),
                        before.IsDescribed || ProcessNames.IsIdByDescription(texts.ToString(), name)
                    );
                }
            }

            List(value, document, listed);
        }
    }

    private static JsonTypes TypesOf(JsonValue schema) =>
        SchemaReader.Read(schema) is { IsCombined: false } node ? node.Types : JsonTypes.Any;

    // The texts of a property, its items and its choices, without those of nested properties.
    private static void Describe(
        JsonValue schema,
        SchemaDocument document,
        StringBuilder texts,
        HashSet<JsonValue> taken
    )
    {
        if (schema is JsonValue.List list)
        {
            foreach (var item in list.Items)
            {
                Describe(item, document, texts, taken);
            }
        }

        if (schema is not JsonValue.Map map || !taken.Add(map))
        {
            return;
        }

        foreach (var (keyword, value) in map.Members)
        {
            switch (keyword, value)
            {
                case ("description" or "title", JsonValue.Text text):
                    texts.Append(text.Value).Append(". ");
                    break;
                case ("$ref", JsonValue.Text reference) when document.Find(reference.Value) is { } target:
                    Describe(target, document, texts, taken);
                    break;
                case ("properties", _):
                    break;
                default:
                    Describe(value, document, texts, taken);
                    break;
            }
        }
    }

    private sealed record Listed(JsonTypes Types, bool IsDescribed);
}
