using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The changes that take arguments to the edges of a schema and beyond, one property at a time. Few cases must cover
/// many properties, so the properties take turns. Each gives the edges of its schema first, in a fixed order, then odd
/// values in an order that the seed decides. Edits are made on demand.
/// </summary>
internal sealed class BoundaryEdits : IReadOnlyList<Edit>
{
    private const int MostPlaces = 200;

    private readonly ToolSchema _schema;
    private readonly SchemaPlaces _search;
    private readonly CaseRandom _random;
    private readonly List<IReadOnlyList<Edit>> _places = [];

    // The number of edits up to the end of each turn.
    private readonly int[] _ends;

    /// <summary>Finds the places, and draws the random numbers of each.</summary>
    public BoundaryEdits(ToolSchema schema, CaseRandom random)
    {
        _schema = schema;
        _search = new SchemaPlaces(schema.Document);
        _random = random;
        Visit(SchemaPlaces.Properties(_search.Variants(schema.Document.Root)[0], []), 1);
        _places.Add(OfWhole(schema.Make(random, ValueStyle.Full)));
        var longest = _places.Max(place => place.Count);
        _ends = new int[longest];
        for (var turn = 0; turn < longest; turn++)
        {
            Count += _places.Count(place => turn < place.Count);
            _ends[turn] = Count;
        }
    }

    public int Count { get; }

    public Edit this[int index]
    {
        get
        {
            var found = Array.BinarySearch(_ends, index + 1);
            var turn = found >= 0 ? found : ~found;
            var within = turn == 0 ? index : index - _ends[turn - 1];
            return _places.Where(place => turn < place.Count).ElementAt(within)[turn];
        }
    }

    /// <summary>Returns all changes, the properties in turn.</summary>
    public IEnumerator<Edit> GetEnumerator()
    {
        for (var turn = 0; turn < _ends.Length; turn++)
        {
            foreach (var place in _places)
            {
                if (turn < place.Count)
                {
                    yield return place[turn];
                }
            }
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds an unexpected property to an object.</summary>
    public static JsonValue.Map WithExtra(JsonValue.Map map) => map.With("unexpected", new JsonValue.Text("extra"));

    private void Visit(IEnumerable<SchemaPlace> places, int level)
    {
        foreach (var place in places)
        {
            if (_places.Count >= MostPlaces)
            {
                return;
            }

            var variants = _search.Variants(place.Schema);
            _places.Add(new PlaceEdits(_schema, place, variants, _random));
            if (level < SchemaPlaces.DeepestLevel)
            {
                foreach (var flat in variants)
                {
                    Visit(SchemaPlaces.Within(flat, place.Path), level + 1);
                }
            }
        }
    }

    private static Edit[] OfWhole(JsonValue.Map full)
    {
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
}
