using System.Globalization;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.ControlPlane.Arm.Ids;
using MediaPlatform.ControlPlane.Arm.OData;
using MediaPlatform.Data.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Lists;

/// <summary>The query options of a list, bound as a handler parameter. Keys match in any case; unknown ones are ignored.</summary>
internal sealed class ListRequest
{
    // Kestrel's own bound on the request line is settable; a filter stays bounded whatever it is.
    private const int LongestOption = 16 * 1024;

    private readonly HttpRequest _request;
    private readonly int _pageSize;

    private ListRequest(HttpRequest request, int pageSize)
    {
        _request = request;
        _pageSize = pageSize;
    }

    public static ValueTask<ListRequest?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<ListRequest?>(new(context.Request, context.RequestServices.GetRequiredService<IOptions<ControlPlaneOptions>>().Value.PageSize));

    /// <summary>The list as the stores take it.</summary>
    public ListQuery<T> ToQuery<T>(Guid accountId, EntityModel<T>? model, Guid? parentId = null)
    {
        try
        {
            var filter = model is not null && Option("$filter") is { } text ? FilterParser<T>.Parse(text, model) : null;
            return new()
            {
                AccountId = accountId,
                ParentId = parentId,
                Filter = filter,
                Range = filter is null ? null : TimeRange.Of(filter, model!),
                OrderBy = model is not null && Option("$orderby") is { } order ? OrderByParser.Parse(order, model) : [],
                PageSize = Math.Min(_pageSize, Top() ?? _pageSize),
                After = Option("$skiptoken"),
            };
        }
        catch (ODataException error)
        {
            throw ArmErrors.InvalidQuery($"The query is not valid: {error.Message}");
        }
    }

    /// <summary>The reply, with a link to the next page that has the client's own scheme and host.</summary>
    public ListReply<TResource> ToReply<T, TResource>(Page<T> page, Func<T, TResource> map) =>
        new([.. page.Items.Select(map)], NextLink(page.Next, page.Items.Count));

    private string? NextLink(string? next, int given)
    {
        var left = Top() - given;
        if (next is null || left <= 0)
        {
            return null;
        }

        var query = new QueryBuilder();
        foreach (var (key, value) in _request.Query)
        {
            if (!key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase) && !key.Equals("$top", StringComparison.OrdinalIgnoreCase))
            {
                query.Add(key, value.ToString());
            }
        }

        if (left is not null)
        {
            query.Add("$top", left.Value.ToString(CultureInfo.InvariantCulture));
        }

        query.Add("$skiptoken", next);
        return PublicUrl.Of(_request, _request.Path.ToUriComponent()) + query.ToQueryString().ToUriComponent();
    }

    private int? Top()
    {
        if (Option("$top") is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0
            ? top
            : throw ArmErrors.InvalidQuery("The value of $top must be a positive integer.");
    }

    private string? Option(string name)
    {
        var text = _request.Query[name].ToString();
        return text.Length == 0 ? null
            : text.Length > LongestOption ? throw ArmErrors.InvalidQuery($"The value of {name} is longer than {LongestOption} characters.")
            : text.Contains('\0', StringComparison.Ordinal) ? throw ArmErrors.InvalidQuery($"The value of {name} contains the character U+0000.")
            : text;
    }
}
