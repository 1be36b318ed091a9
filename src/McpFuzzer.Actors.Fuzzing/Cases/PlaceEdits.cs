using System.Collections;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// The changes of one place. It keeps a sample for each variant of its schema and the order of the odd values. The
/// values themselves are made on demand, or shared by all places.
/// </summary>
internal sealed class PlaceEdits : IReadOnlyList<Edit>
{
    private const int OtherTypesAtFirst = 2;

    private readonly string[] _path;
    private readonly bool _isRequired;
    private readonly (SchemaNode Flat, JsonValue Sample)[] _variants;
    private readonly int _edges;
    private readonly ushort[] _order;

    /// <summary>Draws the samples and the order.</summary>
    public PlaceEdits(ToolSchema schema, SchemaPlace place, SchemaNode[] variants, CaseRandom random)
    {
        _path = place.Path;
        _isRequired = place.IsRequired;
        _variants = [.. variants.Select(flat => (flat, new ValueMaker(schema, random, ValueStyle.Full).Make(flat)))];
        _edges = Edges().Count;
        var odd = Others.Count - FirstOthers + variants.Sum(flat => EdgeValues.Odd(flat).Count);
        _order = [.. random.Shuffle(Enumerable.Range(0, odd).Select(i => (ushort)i))];
    }

    public int Count => _edges + _order.Length;

    public Edit this[int index] => new(_path, index < _edges ? Edges()[index] : Odd(_order[index - _edges]));

    private IReadOnlyList<JsonValue> Others => EdgeValues.OtherTypes(_variants[0].Flat);

    private int FirstOthers => Math.Min(OtherTypesAtFirst, Others.Count);

    public IEnumerator<Edit> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A missing property comes early, since every server should check it. Other types follow the schema's own edges.
    private List<JsonValue?> Edges()
    {
        var values = new List<JsonValue?>();
        foreach (var (flat, sample) in _variants)
        {
            values.Add(sample);
            values.AddRange(EdgeValues.Bounds(flat, sample));
            if (flat.AdditionalProperties is { Never: true } && sample is JsonValue.Map map)
            {
                values.Add(BoundaryEdits.WithExtra(map));
            }
        }

        values.Insert(Math.Min(_isRequired ? 1 : 3, values.Count), null);
        values.InsertRange(Math.Min(4, values.Count), Others.Take(OtherTypesAtFirst));
        return values;
    }

    private JsonValue Odd(int index)
    {
        index += FirstOthers;
        if (index < Others.Count)
        {
            return Others[index];
        }

        index -= Others.Count;
        foreach (var (flat, _) in _variants)
        {
            var values = EdgeValues.Odd(flat);
            if (index < values.Count)
            {
                return values[index];
            }

            index -= values.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(index), index, "no such value");
    }
}
