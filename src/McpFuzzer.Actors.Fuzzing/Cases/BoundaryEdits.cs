using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The changes that take arguments to and over the edges of a schema, one property at a time. A few cases must do for many properties, so the properties take turns;
/// each gives the edges that its schema names first, in a fixed order, then what is merely odd, in an order that the seed decides.
/// </summary>
internal sealed class BoundaryEdits
{
    private const int DeepestLevel = 3;
    private const int MostPlaces = 200;
    private const int MostVariants = 4;

    private readonly ToolSchema _schema;
    private readonly SchemaFlattener _flattener;
    private readonly CaseRandom _random;
    private readonly List<IReadOnlyList<Edit>> _places = [];

    private BoundaryEdits(ToolSchema schema, CaseRandom random)
    {
        _schema = schema;
        _flattener = new SchemaFlattener(schema.Document);
        _random = random;
    }

    /// <summary>All changes, the properties in turn.</summary>
    public static IReadOnlyList<Edit> Of(ToolSchema schema, CaseRandom random)
    {
        var edits = new BoundaryEdits(schema, random);
        edits.VisitMembers(edits.Variants(schema.Document.Root)[0], [], 0);
        edits._places.Add(edits.OfWhole());
        return edits.InTurn();
    }

    private List<Edit> InTurn()
    {
        var all = new List<Edit>();
        var longest = _places.Max(place => place.Count);
        for (var i = 0; i < longest; i++)
        {
            all.AddRange(_places.Where(place => i < place.Count).Select(place => place[i]));
        }

        return all;
    }

    // The schema once for each of the first branches of its choices.
    private SchemaNode[] Variants(SchemaNode schema)
    {
        var most = 1;
        var first = _flattener.Flatten(
            schema,
            count =>
            {
                most = Math.Max(most, Math.Min(count, MostVariants));
                return 0;
            }
        );
        return
        [
            first,
            .. Enumerable
                .Range(1, most - 1)
                .Select(branch => _flattener.Flatten(schema, count => Math.Min(branch, count - 1))),
        ];
    }

    private void VisitMembers(SchemaNode flat, string[] path, int level)
    {
        foreach (var (name, property) in flat.Properties)
        {
            Visit(property, [.. path, name], flat.Required.Contains(name, StringComparer.Ordinal), level + 1);
        }

        foreach (var name in flat.Required.Where(name => flat.Property(name) is null))
        {
            Visit(SchemaNode.Anything, [.. path, name], isRequired: true, level + 1);
        }
    }

    private void Visit(SchemaNode schema, string[] path, bool isRequired, int level)
    {
        if (_places.Count >= MostPlaces)
        {
            return;
        }

        var variants = Variants(schema);
        _places.Add(OfPlace(variants, path, isRequired));
        if (level >= DeepestLevel)
        {
            return;
        }

        foreach (var flat in variants)
        {
            VisitMembers(flat, path, level);
            if (flat.Items is not null && flat.Allows(JsonTypes.Array))
            {
                Visit(flat.Items, [.. path, Edit.FirstItem], isRequired: false, level + 1);
            }
        }
    }

    private List<Edit> OfPlace(SchemaNode[] variants, string[] path, bool isRequired)
    {
        var edits = new List<Edit>();
        var odd = new List<Edit>();
        foreach (var flat in variants)
        {
            var sample = new ValueMaker(_schema.Document, _random, ValueStyle.Full).Make(flat);
            edits.Add(new Edit(path, sample));
            edits.AddRange(EdgeValues.Bounds(flat, sample).Select(value => new Edit(path, value)));
            odd.AddRange(EdgeValues.Odd(flat).Select(value => new Edit(path, value)));
            if (flat.AdditionalProperties is { Never: true } && sample is JsonValue.Map map)
            {
                edits.Add(new Edit(path, WithExtra(map)));
            }
        }

        // What is missing comes early, since every server should check that; other types after the schema's own edges.
        edits.Insert(Math.Min(isRequired ? 1 : 3, edits.Count), new Edit(path, null));
        var other = EdgeValues.OtherTypes(variants[0]).Select(value => new Edit(path, value)).ToArray();
        edits.InsertRange(Math.Min(4, edits.Count), other.Take(2));
        return [.. edits, .. _random.Shuffle(other.Skip(2).Concat(odd))];
    }

    private List<Edit> OfWhole()
    {
        var full = _schema.Make(_random, ValueStyle.Full);
        var wide = Enumerable
            .Range(0, 100)
            .Select(i => KeyValuePair.Create<string, JsonValue>($"extra{i}", new JsonValue.Number(i)));
        return
        [
            new Edit([], full),
            new Edit([], JsonValue.Map.Empty),
            new Edit([], WithExtra(full)),
            new Edit([], full.With("", new JsonValue.Text(""))),
            new Edit([], new JsonValue.Map([.. full.Members, .. wide])),
            new Edit([], full.With("__proto__", JsonValue.Map.Empty)),
        ];
    }

    private static JsonValue.Map WithExtra(JsonValue.Map map) => map.With("unexpected", new JsonValue.Text("extra"));
}
