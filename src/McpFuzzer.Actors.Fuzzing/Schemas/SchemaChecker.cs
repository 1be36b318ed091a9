namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Says whether a value satisfies a schema, and says so only where every reader of the schema would agree. NJsonSchema can't: it lets const, prefixItems and
/// boolean schemas pass or throws at them, and answers with one bit. Bounded: neither a schema nor a value can make it run long.
/// </summary>
internal sealed class SchemaChecker(SchemaDocument document)
{
    private const int DeepestLevel = 200;
    private const int MostSteps = 20_000;

    private readonly Dictionary<string, SchemaPattern> _patterns = new(StringComparer.Ordinal);
    private int _steps;

    /// <summary>Judges a value against the document's root.</summary>
    public SchemaVerdict Check(JsonValue value) => Check(document.Root, value);

    /// <summary>Judges a value against one schema of the document.</summary>
    public SchemaVerdict Check(SchemaNode schema, JsonValue value)
    {
        _steps = 0;
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

        var own = OfAnyType(schema, value, where);
        if (own.Validity == Validity.Invalid && !(schema.Ref is not null && document.IgnoresSiblingsOfRef))
        {
            return own;
        }

        own = own.And(
                value switch
                {
                    JsonValue.Text text => OfText(schema, text.Value, where),
                    JsonValue.Number number => NumberChecks.Check(schema, number, where),
                    JsonValue.List list => OfList(schema, list, where, level),
                    JsonValue.Map map => OfMap(schema, map, where, level),
                    _ => SchemaVerdict.Valid,
                }
            )
            .And(OfCombinations(schema, value, where, level));
        if (schema.Ref is not null)
        {
            var target = document.Resolve(schema.Ref);
            own = (document.IgnoresSiblingsOfRef ? own.Doubted() : own).And(
                target is null ? SchemaVerdict.Unsure(where, "$ref") : Check(target, value, where, level + 1)
            );
        }

        return schema.Strange ? own.And(SchemaVerdict.Unsure(where, "schema")) : own;
    }

    private static SchemaVerdict OfAnyType(SchemaNode schema, JsonValue value, string where)
    {
        if (!TypeFits(schema, value))
        {
            return schema.Nullable && value is JsonValue.Null
                ? SchemaVerdict.Unsure(where, "nullable")
                : SchemaVerdict.Invalid(where, "type");
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

    private SchemaVerdict OfText(SchemaNode schema, string text, string where)
    {
        var verdict = SchemaVerdict.Valid;

        // JSON Schema counts code points, JavaScript counts UTF-16 units, others count bytes or graphemes.
        var points = text.Length - CountPairs(text);
        if (schema.MinLength is { } min && text.Length < min)
        {
            verdict = SchemaVerdict.Invalid(where, "minLength");
        }
        else if (schema.MinLength is { } least && points < least)
        {
            verdict = SchemaVerdict.Unsure(where, "minLength");
        }

        if (schema.MaxLength is { } max && points > max)
        {
            verdict = verdict.And(SchemaVerdict.Invalid(where, "maxLength"));
        }
        else if (schema.MaxLength is { } most && text.Length > most)
        {
            verdict = verdict.And(SchemaVerdict.Unsure(where, "maxLength"));
        }

        foreach (var pattern in schema.Patterns)
        {
            verdict = verdict.And(
                PatternOf(pattern).Matches(text) switch
                {
                    true => SchemaVerdict.Valid,
                    false => SchemaVerdict.Invalid(where, "pattern"),
                    null => SchemaVerdict.Unsure(where, "pattern"),
                }
            );
        }

        // A format is a note, not a rule, unless the server chooses otherwise (JSON Schema 2020-12, Validation, 7.2.1).
        return schema.Format is not null && !SchemaFormats.Fits(schema.Format, text)
            ? verdict.And(SchemaVerdict.Unsure(where, "format"))
            : verdict;
    }

    private static int CountPairs(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
                i++;
            }
        }

        return pairs;
    }

    private SchemaPattern PatternOf(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var known))
        {
            known = new SchemaPattern(pattern);
            _patterns[pattern] = known;
        }

        return known;
    }

    private SchemaVerdict OfList(SchemaNode schema, JsonValue.List list, string where, int level)
    {
        var items = list.Items;
        var verdict = SchemaVerdict.Valid;
        if (schema.MinItems is { } min && items.Count < min)
        {
            verdict = SchemaVerdict.Invalid(where, "minItems");
        }
        else if (schema.MaxItems is { } max && items.Count > max)
        {
            verdict = SchemaVerdict.Invalid(where, "maxItems");
        }

        for (var i = 0; i < items.Count; i++)
        {
            var item = i < schema.PrefixItems.Count ? schema.PrefixItems[i] : schema.Items;
            if (item is not null)
            {
                verdict = verdict.And(Check(item, items[i], $"{where}/*", level + 1));
            }
        }

        return schema.UniqueItems ? verdict.And(OfUnique(items, where)) : verdict;
    }

    private SchemaVerdict OfUnique(IReadOnlyList<JsonValue> items, string where)
    {
        for (var i = 1; i < items.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (++_steps > MostSteps)
                {
                    return SchemaVerdict.Unsure(where, "uniqueItems");
                }

                if (items[i].Same(items[j]))
                {
                    return SchemaVerdict.Invalid(where, "uniqueItems");
                }
            }
        }

        return SchemaVerdict.Valid;
    }

    private SchemaVerdict OfMap(SchemaNode schema, JsonValue.Map map, string where, int level)
    {
        var verdict = SchemaVerdict.Valid;
        foreach (var name in schema.Required.Where(name => map[name] is null))
        {
            verdict = verdict.And(SchemaVerdict.Invalid($"{where}/{name}", "required"));
        }

        if (schema.MinProperties is { } min && map.Members.Count < min)
        {
            verdict = verdict.And(SchemaVerdict.Invalid(where, "minProperties"));
        }
        else if (schema.MaxProperties is { } max && map.Members.Count > max)
        {
            verdict = verdict.And(SchemaVerdict.Invalid(where, "maxProperties"));
        }

        foreach (var (given, needed) in schema.DependentRequired.Where(rule => map[rule.Key] is not null))
        {
            verdict = needed.All(name => map[name] is not null)
                ? verdict
                : verdict.And(SchemaVerdict.Invalid($"{where}/{given}", "dependentRequired"));
        }

        foreach (var (name, value) in map.Members)
        {
            verdict = verdict.And(OfMember(schema, name, value, where, level));
        }

        return verdict;
    }

    private SchemaVerdict OfMember(SchemaNode schema, string name, JsonValue value, string where, int level)
    {
        var verdict = SchemaVerdict.Valid;
        var isNamed = false;
        if (schema.PropertyNames is { } names)
        {
            var named = Check(names, new JsonValue.Text(name), where, level + 1);
            verdict =
                named.Validity == Validity.Valid ? verdict : named with { Where = where, Keyword = "propertyNames" };
        }

        if (schema.Property(name) is { } property)
        {
            isNamed = true;
            verdict = verdict.And(Check(property, value, $"{where}/{name}", level + 1));
        }

        foreach (var (pattern, matched) in schema.PatternProperties)
        {
            var matches = PatternOf(pattern).Matches(name);
            isNamed |= matches != false;
            verdict = matches switch
            {
                true => verdict.And(Check(matched, value, $"{where}/*", level + 1)),
                false => verdict,
                null => verdict.And(SchemaVerdict.Unsure(where, "patternProperties")),
            };
        }

        if (isNamed || schema.AdditionalProperties is not { } additional)
        {
            return verdict;
        }

        return verdict.And(
            additional.Never
                ? SchemaVerdict.Invalid(where, "additionalProperties")
                : Check(additional, value, $"{where}/*", level + 1)
        );
    }

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
        var (fit, unsure) = (0, 0);
        foreach (var branch in branches)
        {
            var validity = Check(branch, value, where, level + 1).Validity;
            fit += validity == Validity.Valid ? 1 : 0;
            unsure += validity == Validity.Unsure ? 1 : 0;
        }

        return (fit, unsure) switch
        {
            (0, 0) => SchemaVerdict.Invalid(where, keyword),
            (0, _) => SchemaVerdict.Unsure(where, keyword),

            // Few servers count the branches of oneOf: most take the first that fits.
            _ when fit > mostThatFit || (mostThatFit == 1 && unsure > 0) => SchemaVerdict.Unsure(where, keyword),
            _ => SchemaVerdict.Valid,
        };
    }
}
