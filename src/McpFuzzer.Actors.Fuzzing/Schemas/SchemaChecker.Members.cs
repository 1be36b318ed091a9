namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>What is in arrays and objects.</summary>
internal sealed partial class SchemaChecker
{
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
            var matches = _texts.Matches(pattern, name);
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
}
