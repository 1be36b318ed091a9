namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>The keywords of texts.</summary>
internal sealed class TextChecks(SchemaPatterns patterns)
{
    /// <summary>Returns whether a string matches a pattern; null when unknown.</summary>
    public bool? Matches(string pattern, string text) => patterns.Of(pattern).Matches(text);

    /// <summary>Checks a string.</summary>
    public SchemaVerdict Check(SchemaNode schema, string text, string where)
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
                Matches(pattern, text) switch
                {
                    true => SchemaVerdict.Valid,
                    false => SchemaVerdict.Invalid(where, "pattern"),
                    null => SchemaVerdict.Unsure(where, "pattern"),
                }
            );
        }

        // A format is an annotation, not a rule, unless the server decides otherwise (JSON Schema 2020-12, Validation,
        // 7.2.1).
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
}
