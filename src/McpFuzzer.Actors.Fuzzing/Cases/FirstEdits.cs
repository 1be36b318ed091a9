using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// What the boundary phase tries first: each property missing, mistyped, out of bounds and null, once each. Properties
/// of the arguments come first, then nested ones, level by level. The properties of a level take turns, and each starts
/// with another of the four, so that even a few runs include some of each.
/// </summary>
internal sealed class FirstEdits
{
    private const int MostPlaces = 1_000;

    private readonly ToolSchema _schema;
    private readonly SchemaPlaces _search;
    private readonly CaseRandom _random;
    private readonly JsonValue.Map _plainest;
    private int _places;

    /// <summary>Creates the edits without searching for places.</summary>
    /// <param name="schema">The tool's.</param>
    /// <param name="random">Decides the values on the path to a place.</param>
    /// <param name="plainest">The arguments that are changed.</param>
    public FirstEdits(ToolSchema schema, CaseRandom random, JsonValue.Map plainest)
    {
        _schema = schema;
        _search = new SchemaPlaces(schema.Document);
        _random = random;
        _plainest = plainest;
    }

    /// <summary>The arguments in their order; some may be equal.</summary>
    public IEnumerable<JsonValue.Map> All()
    {
        var root = _search.Variants(_schema.Document.Root)[0];
        var places = Places(SchemaPlaces.Properties(root, []), _plainest);
        foreach (var made in InTurn(places))
        {
            yield return made;
        }

        yield return JsonValue.Map.Empty;
        yield return BoundaryEdits.WithExtra(_plainest);
        for (var level = 1; level < SchemaPlaces.DeepestLevel; level++)
        {
            places = [.. places.SelectMany(Within)];
            foreach (var made in InTurn(places))
            {
                yield return made;
            }
        }
    }

    private static IEnumerable<JsonValue.Map> InTurn(List<FirstPlace> places)
    {
        for (var turn = 0; turn < FirstPlace.MostValues; turn++)
        {
            for (var i = 0; i < places.Count; i++)
            {
                if (turn < places[i].Values.Count)
                {
                    yield return places[i].Apply(turn + i);
                }
            }
        }
    }

    private List<FirstPlace> Places(IEnumerable<SchemaPlace> found, JsonValue.Map around) =>
        [
            .. found
                .TakeWhile(_ => _places++ < MostPlaces)
                .Select(place => new FirstPlace(_schema, place, _search.Variants(place.Schema), around)),
        ];

    // The place first gets its plainest value, so that the change within it is the only breach.
    private IEnumerable<FirstPlace> Within(FirstPlace place)
    {
        foreach (var flat in place.Variants.Where(flat => flat.Allows(JsonTypes.Object | JsonTypes.Array)))
        {
            var within = SchemaPlaces.Within(flat, place.Path).ToArray();
            if (within.Length > 0)
            {
                var value = new ValueMaker(_schema, _random, ValueStyle.Minimal).Make(flat);
                foreach (var inner in Places(within, place.Put(value)))
                {
                    yield return inner;
                }
            }
        }
    }
}
