namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>What is in arrays and objects.</summary>
internal sealed partial class SchemaChecker
{
    /// <summary>
    /// JavaScript may not treat this as an ordinary member (ECMA-262, B.2.2.1), so a server may not see it.
    /// </summary>
    private const string Prototype = "__proto__";

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
                verdict = verdict.And(Check(item, items[i], SchemaPath.Each(where), level + 1));
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
            verdict = verdict.And(SchemaVerdict.Invalid(SchemaPath.Property(where, name), "required"));
        }

        if (schema.MinProperties is { } min && map.Members.Count < min)
        {
            verdict = verdict.And(SchemaVerdict.Invalid(where, "minProperties"));
        }
        else if (schema.MaxProperties is { } max && map.Members.Count > max)
        {
            var isFew = map.Members.Count(member => member.Key != Prototype) <= max;
            verdict = verdict.And(
                isFew ? SchemaVerdict.Unsure(where, "maxProperties") : SchemaVerdict.Invalid(where, "maxProperties")
            );
        }

        foreach (var (given, needed) in schema.DependentRequired.Where(rule => map[rule.Key] is not null))
        {
            verdict = needed.All(name => map[name] is not null)
                ? verdict
                : verdict.And(SchemaVerdict.Invalid(SchemaPath.Property(where, given), "dependentRequired"));
        }

        foreach (var (name, value) in map.Members)
        {
            var member = OfMember(schema, name, value, where, level);
            verdict = verdict.And(name == Prototype ? member.Doubted() : member);
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
            var member = Check(property, value, SchemaPath.Property(where, name), level + 1);
            // This part does not know what another part of the schema requires.
            var isOptionalNull = value is JsonValue.Null && !schema.Required.Contains(name);
            verdict = verdict.And(
                member with
                {
                    IsNullForNone = member.IsNullForNone || (isOptionalNull && member.Given is JsonTypes.Null),
                }
            );
        }

        foreach (var (pattern, matched) in schema.PatternProperties)
        {
            var matches = _texts.Matches(pattern, name);
            isNamed |= matches != false;
            verdict = matches switch
            {
                true => verdict.And(Check(matched, value, SchemaPath.Each(where), level + 1)),
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
                : Check(additional, value, SchemaPath.Each(where), level + 1)
        );
    }
}
