using System.Globalization;
using System.Text;

namespace MediaPlatform.ControlPlane.Tests.Lists;

/// <summary>An asset as a filter sees it, in the test's own words.</summary>
internal sealed record FilterRow(string Name, string? AlternateId, string? Description, Guid AssetId, DateTimeOffset Created);

/// <summary>
/// A random expression of the filter grammar (control-plane.md section 6), with what it means: written independently of the parser and of any
/// database, as text on one side and as a function on the other.
/// </summary>
internal sealed class FilterSample(Random random, IReadOnlyList<FilterRow> rows)
{
    private static readonly string[] s_operators = ["eq", "ne", "gt", "ge", "lt", "le"];

    public (string Text, Func<FilterRow, bool> IsMet) Next(int depth = 4) => random.Next(depth == 0 ? 1 : 6) switch
    {
        1 => Join("and", depth, (left, right) => row => left(row) && right(row)),
        2 => Join("or", depth, (left, right) => row => left(row) || right(row)),
        3 => Not(depth),
        4 => Parenthesis(depth),
        _ => Comparison(),
    };

    // Operands stand in parentheses when they are joined themselves, so that the text says what the function does; how the keywords bind without
    // parentheses is for the test of precedence.
    private (string Text, Func<FilterRow, bool> IsMet) Join(string word, int depth, Func<Func<FilterRow, bool>, Func<FilterRow, bool>, Func<FilterRow, bool>> join)
    {
        var (left, right) = (Next(depth - 1), Next(depth - 1));
        return ($"({left.Text}){Space()}{Cased(word)}{Space()}({right.Text})", join(left.IsMet, right.IsMet));
    }

    private (string Text, Func<FilterRow, bool> IsMet) Not(int depth)
    {
        var inner = Next(depth - 1);
        return ($"{Cased("not")}{Space()}({inner.Text})", row => !inner.IsMet(row));
    }

    private (string Text, Func<FilterRow, bool> IsMet) Parenthesis(int depth)
    {
        var inner = Next(depth - 1);
        return ($"({Space()}{inner.Text} )", inner.IsMet);
    }

    private (string Text, Func<FilterRow, bool> IsMet) Comparison()
    {
        var pick = rows[random.Next(rows.Count)];
        var op = s_operators[random.Next(s_operators.Length)];
        var equality = s_operators[random.Next(2)];
        return random.Next(6) switch
        {
            0 => Compared("name", op, Quoted(random.Next(3) == 0 ? pick.Name.ToUpperInvariant() : pick.Name), row => Order(row.Name.ToLowerInvariant(), pick.Name.ToLowerInvariant())),
            1 => Compared("properties/alternateId", op, Quoted(pick.AlternateId ?? "none"), row => row.AlternateId is null ? null : Order(row.AlternateId, pick.AlternateId ?? "none")),
            2 => Compared("properties/description", op, Quoted(pick.Description ?? "none"), row => row.Description is null ? null : Order(row.Description, pick.Description ?? "none")),
            3 => Compared("properties/assetId", equality, random.Next(2) == 0 ? pick.AssetId.ToString() : Quoted(pick.AssetId.ToString()), row => row.AssetId == pick.AssetId ? 0 : 1),
            4 => Time(pick, op),
            _ => Null(equality),
        };
    }

    private (string Text, Func<FilterRow, bool> IsMet) Time(FilterRow pick, string op)
    {
        var isWhole = random.Next(4) == 0;
        var time = isWhole ? new DateTimeOffset(pick.Created.Date, TimeSpan.Zero) : pick.Created;
        var text = time.ToString(isWhole ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        return Compared("properties/created", op, text, row => row.Created.CompareTo(time));
    }

    private (string Text, Func<FilterRow, bool> IsMet) Null(string op)
    {
        var isEqual = op == "eq";
        return (Written("properties/alternateId", op, "null"), row => (row.AlternateId is null) == isEqual);
    }

    /// <param name="order">Less than, equal to or more than zero; null when the row has no value, which is like nothing but is not equal either.</param>
    private (string Text, Func<FilterRow, bool> IsMet) Compared(string property, string op, string literal, Func<FilterRow, int?> order)
    {
        var isTurned = random.Next(4) == 0;
        var text = isTurned ? Written(literal, Turned(op), Cased(property)) : Written(Cased(property), op, literal);
        return (text, row => (op, order(row)) switch
        {
            ("ne", null) => true,
            (_, null) => false,
            ("eq", 0) or ("ge", 0) or ("le", 0) => true,
            ("ne", not 0) => true,
            ("gt" or "ge", > 0) => true,
            ("lt" or "le", < 0) => true,
            _ => false,
        });
    }

    private string Written(string left, string op, string right) => $"{left}{Space()}{Cased(op)}{Space()}{right}";

    private static string Turned(string op) => op switch { "gt" => "lt", "ge" => "le", "lt" => "gt", "le" => "ge", _ => op };

    private static int Order(string left, string right) => string.CompareOrdinal(left, right);

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private string Space() => new(' ', random.Next(1, 3));

    // Property names and keywords come in any case (AMSE, Postman).
    private string Cased(string word)
    {
        if (random.Next(3) != 0)
        {
            return word;
        }

        var cased = new StringBuilder();
        foreach (var letter in word)
        {
            cased.Append(random.Next(2) == 0 ? char.ToUpperInvariant(letter) : letter);
        }

        return cased.ToString();
    }
}
