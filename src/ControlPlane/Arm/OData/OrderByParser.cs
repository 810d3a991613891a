using MediaPlatform.Data.Queries;

namespace MediaPlatform.ControlPlane.Arm.OData;

/// <summary>$orderby: properties with an optional direction, separated by commas.</summary>
internal static class OrderByParser
{
    private const int MostKeys = 5;

    public static IReadOnlyList<SortKey<T>> Parse<T>(string text, EntityModel<T> model)
    {
        var tokens = FilterLexer.Read(text);
        var keys = new List<SortKey<T>>();
        var next = 0;
        do
        {
            var property = tokens[next];
            if (property.Kind != FilterTokenKind.Word)
            {
                throw new ODataException("A property is expected", property.Position);
            }

            var order = model.Find(property).Order ?? throw new ODataException($"The list cannot be ordered by '{property.Value}'", property.Position);
            next++;
            var descending = tokens[next].Is("desc");
            next += descending || tokens[next].Is("asc") ? 1 : 0;
            if (keys.Count == MostKeys)
            {
                throw new ODataException($"There are more than {MostKeys} properties", property.Position);
            }

            keys.Add(order(descending));
        }
        while (tokens[next++].Kind == FilterTokenKind.Comma);

        return tokens[next - 1].Kind == FilterTokenKind.End ? keys : throw new ODataException("',' or the end is expected", tokens[next - 1].Position);
    }
}
