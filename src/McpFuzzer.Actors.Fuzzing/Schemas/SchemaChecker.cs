using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Says whether a value satisfies a schema, and says so only where every reader of the schema would agree. NJsonSchema
/// can't: it lets const, prefixItems and boolean schemas pass or throws at them, and answers with one bit. Bounded:
/// neither a schema nor a value can make it run long.
/// </summary>
/// <param name="document">The schema.</param>
/// <param name="patterns">Patterns that are read once for many schemas; null for new ones.</param>
internal sealed partial class SchemaChecker(SchemaDocument document, SchemaPatterns? patterns = null)
{
    private const int DeepestLevel = 200;
    private const int MostSteps = 20_000;

    private readonly TextChecks _texts = new(patterns ?? new SchemaPatterns());

    // Where each schema was first come to on the way to the present one. One that refers to itself is checked again and
    // again, but where it is broken is one place.
    private readonly Dictionary<JsonValue, string> _entered = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Followed, SchemaVerdict?> _followed = [];
    private int _steps;

    /// <summary>Judges a value against the document's root.</summary>
    public SchemaVerdict Check(JsonValue value) => Check(document.Root, value);

    /// <summary>Judges a value against one schema of the document.</summary>
    public SchemaVerdict Check(SchemaNode schema, JsonValue value)
    {
        _steps = 0;
        _followed.Clear();
        _entered.Clear();
        return Check(schema, value, "", 0);
    }

    private SchemaVerdict Check(SchemaNode schema, JsonValue value, string where, int level)
    {
        if (schema.Never)
        {
            return SchemaVerdict.Invalid(where, "false");
        }

        if (level > DeepestLevel || ++_steps > MostSteps)
        {
            return SchemaVerdict.Unsure(where, "$ref");
        }

        if (!document.HasReferences || schema.Source is not { } source)
        {
            return CheckKeywords(schema, value, where, level);
        }

        if (!_entered.TryAdd(source, where))
        {
            return CheckKeywords(schema, value, _entered[source], level);
        }

        var verdict = CheckKeywords(schema, value, where, level);
        _entered.Remove(source);
        return verdict;
    }

    private SchemaVerdict CheckKeywords(SchemaNode schema, JsonValue value, string where, int level)
    {
        var own = OfAnyType(schema, value, where);
        if (own.Validity == Validity.Invalid && !(schema.Ref is not null && document.IgnoresSiblingsOfRef))
        {
            return own;
        }

        own = own.And(
                value switch
                {
                    JsonValue.Text text => _texts.Check(schema, text.Value, where),
                    JsonValue.Number number => NumberChecks.Check(schema, number, where),
                    JsonValue.List list => OfList(schema, list, where, level),
                    JsonValue.Map map => OfMap(schema, map, where, level),
                    _ => SchemaVerdict.Valid,
                }
            )
            .And(OfCombinations(schema, value, where, level));
        if (schema.Ref is not null)
        {
            own = (document.IgnoresSiblingsOfRef ? own.Doubted() : own).And(
                Follow(schema.Ref, value, where, level + 1)
            );
        }

        return schema.Strange ? own.And(SchemaVerdict.Unsure(where, "schema")) : own;
    }

    /// <summary>
    /// What a reference leads to is checked once for each value: a schema that comes back to itself with the same value
    /// says nothing more, and one that fans out again and again would take its time.
    /// </summary>
    private SchemaVerdict Follow(string reference, JsonValue value, string where, int level)
    {
        if (document.Resolve(reference) is not { } target)
        {
            return SchemaVerdict.Unsure(where, "$ref");
        }

        var followed = new Followed(target, value, where);
        if (!_followed.TryAdd(followed, null))
        {
            return _followed[followed] ?? SchemaVerdict.Unsure(where, "$ref");
        }

        var verdict = Check(target, value, where, level);
        _followed[followed] = verdict;
        return verdict;
    }

    private static SchemaVerdict OfAnyType(SchemaNode schema, JsonValue value, string where)
    {
        if (!TypeFits(schema, value))
        {
            return schema.Nullable && value is JsonValue.Null
                ? SchemaVerdict.Unsure(where, "nullable")
                : SchemaVerdict.Invalid(where, "type") with
                {
                    Given = value.Types,
                };
        }

        if (schema.Const is not null && !schema.Const.Same(value))
        {
            return SchemaVerdict.Invalid(where, "const");
        }

        if (schema.Enum is not null && !schema.Enum.Any(allowed => allowed.Same(value)))
        {
            return SchemaVerdict.Invalid(where, "enum");
        }

        // 1.0 is a whole number since draft 6, and to JavaScript, but not to draft 4 nor to many a typed language.
        var isOddWhole =
            value is JsonValue.Number { Exact.IsWhole: true } number
            && !schema.Allows(JsonTypes.Number)
            && number.Raw.AsSpan().IndexOfAny('.', 'e', 'E') >= 0;
        return isOddWhole ? SchemaVerdict.Unsure(where, "type") : SchemaVerdict.Valid;
    }

    private static bool TypeFits(SchemaNode schema, JsonValue value) => (schema.Types & value.Types) != JsonTypes.None;

    private SchemaVerdict OfCombinations(SchemaNode schema, JsonValue value, string where, int level)
    {
        var verdict = SchemaVerdict.Valid;
        foreach (var part in schema.AllOf)
        {
            verdict = verdict.And(Check(part, value, where, level + 1));
        }

        if (schema.AnyOf.Count > 0)
        {
            verdict = verdict.And(OfBranches(schema.AnyOf, value, where, level, mostThatFit: int.MaxValue, "anyOf"));
        }

        if (schema.OneOf.Count > 0)
        {
            verdict = verdict.And(OfBranches(schema.OneOf, value, where, level, mostThatFit: 1, "oneOf"));
        }

        return schema.Not is null
            ? verdict
            : verdict.And(
                Check(schema.Not, value, where, level + 1).Validity switch
                {
                    Validity.Valid => SchemaVerdict.Invalid(where, "not"),
                    Validity.Invalid => SchemaVerdict.Valid,
                    _ => SchemaVerdict.Unsure(where, "not"),
                }
            );
    }

    private SchemaVerdict OfBranches(
        IReadOnlyList<SchemaNode> branches,
        JsonValue value,
        string where,
        int level,
        int mostThatFit,
        string keyword
    )
    {
        var verdicts = branches.Select(branch => Check(branch, value, where, level + 1)).ToList();
        var fit = verdicts.Count(verdict => verdict.Validity == Validity.Valid);
        var unsure = verdicts.Count(verdict => verdict.Validity == Validity.Unsure);
        return (fit, unsure) switch
        {
            (0, 0) => OfBrokenBranches(verdicts, value, where, keyword),
            (0, _) => SchemaVerdict.Unsure(where, keyword),

            // Few servers count the branches of oneOf: most take the first that fits.
            _ when fit > mostThatFit || (mostThatFit == 1 && unsure > 0) => SchemaVerdict.Unsure(where, keyword),
            _ => SchemaVerdict.Valid,
        };
    }

    // A choice of types is broken as a list of types is. Where one branch alone is of the right type, it is the one
    // that was meant.
    private static SchemaVerdict OfBrokenBranches(
        List<SchemaVerdict> verdicts,
        JsonValue value,
        string where,
        string keyword
    )
    {
        bool IsOwnType(SchemaVerdict verdict) =>
            verdict.Keyword == "type" && (verdict.Where == where || value is not (JsonValue.List or JsonValue.Map));

        var meant = verdicts.FindAll(verdict => !IsOwnType(verdict));
        return meant.Count switch
        {
            0 => verdicts[0] with { Where = where },
            1 => meant[0],
            _ => SchemaVerdict.Invalid(where, keyword),
        };
    }

    /// <summary>
    /// Which schema was checked against which value, by reference; and where, since
    /// one value may stand in several places.
    /// </summary>
    private readonly struct Followed(SchemaNode schema, JsonValue value, string where) : IEquatable<Followed>
    {
        private readonly SchemaNode _schema = schema;
        private readonly JsonValue _value = value;
        private readonly string _where = where;

        public bool Equals(Followed other) =>
            ReferenceEquals(_schema, other._schema) && ReferenceEquals(_value, other._value) && _where == other._where;

        public override bool Equals(object? obj) => obj is Followed other && Equals(other);

        public override int GetHashCode() =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(_schema), RuntimeHelpers.GetHashCode(_value), _where);
    }
}
