using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPlatform.ControlPlane.Arm.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>A request body as a JSON object, bound as a handler parameter. Size, depth and duplicate members are checked; an absent body is an empty object.</summary>
internal sealed record JsonBody(JsonObject Json, bool IsAbsent)
{
    private const int DeepestNesting = 64;
    private static readonly JsonNodeOptions s_nodes = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions s_document = new() { MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        var limit = context.RequestServices.GetRequiredService<IOptions<ControlPlaneOptions>>().Value.LongestBody;
        if (context.Request.ContentLength > limit)
        {
            throw ArmErrors.TooLarge(limit);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        var bytes = WithoutMark(await ReadAsync(context, limit));
        return bytes.Length == 0 ? new(new JsonObject(s_nodes), true) : new(Parse(bytes.Span), false);
    }

    // Files that Windows tools wrote begin with a byte order mark, and scripts send them as they are.
    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(Encoding.UTF8.Preamble.Length) : bytes;

    /// <summary>Parses an object under the same rules as a request body.</summary>
    public static JsonObject Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes, s_nodes, s_document) is not JsonObject json)
            {
                throw ArmErrors.InvalidContent("A JSON object is expected.");
            }

            TouchAll(json);
            return json;
        }
        catch (JsonException error)
        {
            throw ArmErrors.InvalidContent($"The JSON is not valid at line {error.LineNumber + 1 ?? 1}, position {error.BytePositionInLine + 1 ?? 1}.");
        }
        catch (ArgumentException)
        {
            throw ArmErrors.InvalidContent("A member occurs twice in one object.");
        }
        catch (InvalidOperationException)
        {
            throw ArmErrors.InvalidContent("A string is not valid Unicode.");
        }
    }

    // Objects build their look-up lazily and find members that differ only in case then, strings are decoded lazily and may hold half a
    // character, and no database keeps the character zero; here is the place to refuse all of them.
    private static void TouchAll(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var (name, child) in json)
            {
                CheckText(name);
                TouchAll(child);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var child in array)
            {
                TouchAll(child);
            }
        }
        else if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            CheckText(text);
        }
    }

    private static void CheckText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw ArmErrors.InvalidContent("A string contains the character U+0000.");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext context, int limit)
    {
        using var buffer = new MemoryStream(); // bounded by the limit
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + count > limit)
            {
                throw ArmErrors.TooLarge(limit);
            }

            buffer.Write(chunk, 0, count);
        }

        return buffer.ToArray();
    }
}
