namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>Whether a value satisfies a schema, and if not, or not surely, where and by which keyword.</summary>
/// <param name="Validity">The answer.</param>
/// <param name="Where">The path of properties with <c>*</c> for an item or an unnamed property; empty at the
/// root.</param>
/// <param name="Keyword">The keyword; empty when valid.</param>
internal readonly record struct SchemaVerdict(Validity Validity, string Where, string Keyword)
{
    /// <summary>For the keyword <c>type</c>: the types of the value that was given.</summary>
    public JsonTypes Given { get; init; }

    /// <summary>
    /// Whether null was given for a property that may be left out, which many readers take for the same.
    /// </summary>
    public bool IsNullForNone { get; init; }

    /// <summary>
    /// The keyword, and for <c>type</c> the JSON type that was given: <c>type (number)</c>, or
    /// <c>type (null, optional)</c> for a property that may be left out.
    /// </summary>
    public string Kind =>
        Given == JsonTypes.None ? Keyword : $"{Keyword} ({NameOf(Given)}{(IsNullForNone ? ", optional" : "")})";

    public static SchemaVerdict Valid { get; } = new(Validity.Valid, "", "");

    public static SchemaVerdict Invalid(string where, string keyword) => new(Validity.Invalid, where, keyword);

    public static SchemaVerdict Unsure(string where, string keyword) => new(Validity.Unsure, where, keyword);

    /// <summary>The graver of two; of equals the first.</summary>
    public SchemaVerdict And(SchemaVerdict other) => other.Gravity > Gravity ? other : this;

    /// <summary>The same verdict where some readers see no breach: it is no longer certain then.</summary>
    public SchemaVerdict Doubted() => Validity == Validity.Invalid ? this with { Validity = Validity.Unsure } : this;

    /// <summary>Such as <c>/count: minimum</c>.</summary>
    public override string ToString() =>
        Validity == Validity.Valid ? "valid" : $"{(Where.Length == 0 ? "/" : Where)}: {Keyword}";

    private int Gravity =>
        Validity switch
        {
            Validity.Valid => 0,
            Validity.Unsure => 1,
            _ => IsNullForNone ? 2 : 3,
        };

    private static string NameOf(JsonTypes types) =>
        types switch
        {
            JsonTypes.Null => "null",
            JsonTypes.Boolean => "boolean",
            JsonTypes.String => "string",
            JsonTypes.Array => "array",
            JsonTypes.Object => "object",
            _ => "number",
        };
}
