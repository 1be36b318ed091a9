namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>The verdict of a schema about a value: valid, invalid or unsure; where, and by which keyword.</summary>
/// <param name="Validity">The answer.</param>
/// <param name="Where">The path of properties with <c>*</c> for an item or an unnamed property; empty at the
/// root.</param>
/// <param name="Keyword">The keyword; empty when valid.</param>
internal readonly record struct SchemaVerdict(Validity Validity, string Where, string Keyword)
{
    /// <summary>For the keyword <c>type</c>: the types of the given value.</summary>
    public JsonTypes Given { get; init; }

    /// <summary>Whether null was given for an optional property, which many readers treat as absent.</summary>
    public bool IsNullForNone { get; init; }

    /// <summary>
    /// The keyword, and for <c>type</c> the given JSON type: <c>type (number)</c>, or <c>type (null, optional)</c> for
    /// an optional property.
    /// </summary>
    public string Kind =>
        Given == JsonTypes.None ? Keyword : $"{Keyword} ({NameOf(Given)}{(IsNullForNone ? ", optional" : "")})";

    public static SchemaVerdict Valid { get; } = new(Validity.Valid, "", "");

    public static SchemaVerdict Invalid(string where, string keyword) => new(Validity.Invalid, where, keyword);

    public static SchemaVerdict Unsure(string where, string keyword) => new(Validity.Unsure, where, keyword);

    /// <summary>Returns the more severe of two; the first of equals.</summary>
    public SchemaVerdict And(SchemaVerdict other) => other.Gravity > Gravity ? other : this;

    /// <summary>Returns the verdict as unsure, since some readers see no breach.</summary>
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
