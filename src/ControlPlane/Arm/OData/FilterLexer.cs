using System.Text;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>Cuts an OData expression into tokens. Strings are in single quotes, doubled inside; type-prefixed strings are one token.</summary>
internal static class FilterLexer
{
    public static List<FilterToken> Read(string expression)
    {
        var tokens = new List<FilterToken>();
        var position = 0;
        while (position < expression.Length)
        {
            var c = expression[position];
            if (char.IsWhiteSpace(c))
            {
                position++;
            }
            else if (Punctuation(c) is { } kind)
            {
                tokens.Add(new(kind, c.ToString(), position++));
            }
            else if (c == '\'')
            {
                var start = position;
                tokens.Add(new(FilterTokenKind.Text, Quoted(expression, ref position), start));
            }
            else
            {
                tokens.Add(Word(expression, ref position));
            }
        }

        tokens.Add(new(FilterTokenKind.End, "", expression.Length));
        return tokens;
    }

    private static FilterTokenKind? Punctuation(char c) => c switch
    {
        '(' => FilterTokenKind.Open,
        ')' => FilterTokenKind.Close,
        ',' => FilterTokenKind.Comma,
        _ => null,
    };

    private static FilterToken Word(string expression, ref int position)
    {
        var start = position;
        while (position < expression.Length && IsWordPart(expression[position]))
        {
            position++;
        }

        if (position == start)
        {
            throw new ODataException($"The character '{expression[position]}' is not understood", position);
        }

        var word = expression[start..position];
        if (position < expression.Length && expression[position] == '\'')
        {
            return new(FilterTokenKind.Text, Quoted(expression, ref position), start, word);
        }

        return new(FilterTokenKind.Word, word, start);
    }

    // Property paths use '/', dates ':' '.' '+' '-'.
    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '/' or '.' or ':' or '-' or '+' or '_' or '@' or '$' or '{' or '}';

    private static string Quoted(string expression, ref int position)
    {
        var start = position++;
        var text = new StringBuilder();
        while (position < expression.Length)
        {
            if (expression[position] != '\'')
            {
                text.Append(expression[position++]);
            }
            else if (position + 1 < expression.Length && expression[position + 1] == '\'')
            {
                text.Append('\'');
                position += 2;
            }
            else
            {
                position++;
                return text.ToString();
            }
        }

        throw new ODataException("The string is not closed", start);
    }
}
