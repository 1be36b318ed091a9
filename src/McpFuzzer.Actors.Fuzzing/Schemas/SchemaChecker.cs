using System.Runtime.CompilerServices;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Checks a value against a schema. Its verdict is certain only where every reader of the schema would agree.
/// NJsonSchema ignores const, prefixItems and boolean schemas or throws, and has no third verdict. The run time is
/// bounded for every schema and value.
/// </summary>
/// <param name="document">The schema.</param>
/// <param name="patterns">Patterns that are shared by schemas; null for new ones.</param>
internal sealed partial class SchemaChecker(SchemaDocument document, SchemaPatterns? patterns = null)
{
    private const int DeepestLevel = 200;
    private const int MostSteps = 20_000;

    private readonly TextChecks _texts = new(patterns ?? new SchemaPatterns());

    // The place where each schema was first reached. A recursive schema is checked many times, but a breach in it is
    // one place.
    private readonly Dictionary<JsonValue, string> _entered = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Followed, SchemaVerdict?> _followed = [];
    private int _steps;

    /// <summary>Checks a value against the document's root.</summary>
    public SchemaVerdict Check(JsonValue value) => Check(document.Root, value);

    /// <summary>Checks a value against one schema of the document.</summary>
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
    /// A referenced schema is checked once per value. Checking a recursive schema again with the same value adds
    /// nothing, and a schema that fans out would take too long.
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

        // 1.0 is a whole number since draft 6 and in JavaScript, but not in draft 4 or in many typed languages.
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

    // A choice between types is reported like a list of types. If only one branch has the right type, its breach is
    // reported.
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
    /// A pair of schema and value, by reference, with its place, since one value may occur in several places.
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
