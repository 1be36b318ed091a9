namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// A JSON value that can hold what System.Text.Json cannot: numbers as written, and strings with lone surrogates.
/// Members keep their order.
/// </summary>
internal abstract class JsonValue
{
    private JsonValue() { }

    /// <summary>The JSON Schema types of a value; a whole number is both integer and number.</summary>
    public abstract JsonTypes Types { get; }

    /// <summary>Equal by JSON Schema: numbers by value, members in any order.</summary>
    public abstract bool Same(JsonValue other);

    internal sealed class Null : JsonValue
    {
        private Null() { }

        public static Null Instance { get; } = new();

        public override JsonTypes Types => JsonTypes.Null;

        public override bool Same(JsonValue other) => other is Null;
    }

    internal sealed class Bool(bool value) : JsonValue
    {
        public bool Value => value;

        public override JsonTypes Types => JsonTypes.Boolean;

        public override bool Same(JsonValue other) => other is Bool same && same.Value == Value;
    }

    /// <summary>A number.</summary>
    /// <param name="raw">As it is written, such as <c>-0</c> or <c>1e308</c>.</param>
    internal sealed class Number(string raw) : JsonValue
    {
        public Number(long value)
            : this(value.ToString(System.Globalization.CultureInfo.InvariantCulture)) { }

        public string Raw => raw;

        /// <summary>Null when it is too large to be compared.</summary>
        public ExactNumber? Exact { get; } = ExactNumber.Parse(raw);

        public override JsonTypes Types =>
            Exact is { IsWhole: true } ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number;

        public override bool Same(JsonValue other) =>
            other is Number same && (same.Raw == Raw || (Exact is { } mine && mine == same.Exact));
    }

    internal sealed class Text(string value) : JsonValue
    {
        public string Value => value;

        public override JsonTypes Types => JsonTypes.String;

        public override bool Same(JsonValue other) => other is Text same && same.Value == Value;
    }

    internal sealed class List(IReadOnlyList<JsonValue> items) : JsonValue
    {
        public IReadOnlyList<JsonValue> Items => items;

        public override JsonTypes Types => JsonTypes.Array;

        public override bool Same(JsonValue other) =>
            other is List same
            && same.Items.Count == Items.Count
            && Items.Zip(same.Items).All(pair => pair.First.Same(pair.Second));
    }

    internal sealed class Map(IReadOnlyList<KeyValuePair<string, JsonValue>> members) : JsonValue
    {
        public static Map Empty { get; } = new([]);

        public IReadOnlyList<KeyValuePair<string, JsonValue>> Members => members;

        public override JsonTypes Types => JsonTypes.Object;

        /// <summary>Returns the last member with a name, as most parsers do; null when there is none.</summary>
        public JsonValue? this[string name]
        {
            get
            {
                for (var i = Members.Count - 1; i >= 0; i--)
                {
                    if (Members[i].Key == name)
                    {
                        return Members[i].Value;
                    }
                }

                return null;
            }
        }

        /// <summary>Returns a copy with one member replaced, or added at the end.</summary>
        public Map With(string name, JsonValue value) =>
            this[name] is null
                ? new Map([.. Members, KeyValuePair.Create(name, value)])
                : new Map([
                    .. Members.Select(member => member.Key == name ? KeyValuePair.Create(name, value) : member),
                ]);

        /// <summary>Returns a copy without a member.</summary>
        public Map Without(string name) => new([.. Members.Where(member => member.Key != name)]);

        public override bool Same(JsonValue other) =>
            other is Map same
            && same.Members.Count == Members.Count
            && Members.All(member => same[member.Key] is { } value && member.Value.Same(value));
    }
}

/// <summary>The types of JSON Schema.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Any = Null | Boolean | Integer | Number | String | Array | Object,
}
