using System.Globalization;
using MediaPlatform.BlobEndpoint.Errors;
using MediaPlatform.Data.Blobs;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.BlobEndpoint.Requests;

/// <summary>The four conditional headers ("Specifying conditional headers for Blob service operations").</summary>
internal sealed record BlobConditions(string IfMatch, string IfNoneMatch, DateTimeOffset? IfModifiedSince, DateTimeOffset? IfUnmodifiedSince)
{
    public static BlobConditions Of(HttpRequest request) => new(
        request.Headers.IfMatch.ToString(),
        request.Headers.IfNoneMatch.ToString(),
        Time(request, "If-Modified-Since"),
        Time(request, "If-Unmodified-Since"));

    /// <summary>Refuses a read: 304 when the client has this version, 412 when it insists on another.</summary>
    public void CheckRead(BlobItem blob)
    {
        var modified = Seconds(blob.LastModified);
        if (IfMatch.Length > 0 && !Names(IfMatch, blob.ETag)) throw BlobErrors.ConditionNotMet(412);
        if (IfUnmodifiedSince < modified) throw BlobErrors.ConditionNotMet(412);
        if (IfNoneMatch.Length > 0 ? Names(IfNoneMatch, blob.ETag) : IfModifiedSince >= modified) throw BlobErrors.ConditionNotMet(304);
    }

    /// <summary>The check of a write, made under the lock of the blob.</summary>
    /// <param name="mayReplace">False when the caller's right covers new blobs only.</param>
    public BlobCondition ForWrite(bool mayReplace) => current =>
    {
        if (current is null) return IfMatch.Length > 0 ? BlobFailure.ConditionNotMet : null;
        if (IfNoneMatch == "*") return BlobFailure.BlobAlreadyExists;
        if (!mayReplace) throw BlobErrors.UnauthorizedOverwrite();
        return HoldsFor(current) ? null : BlobFailure.ConditionNotMet;
    };

    private bool HoldsFor(BlobItem current)
    {
        var modified = Seconds(current.LastModified);
        return (IfMatch.Length == 0 || Names(IfMatch, current.ETag))
            && (IfNoneMatch.Length == 0 || !Names(IfNoneMatch, current.ETag))
            && !(IfModifiedSince >= modified)
            && !(IfUnmodifiedSince < modified);
    }

    private static bool Names(string list, string etag) =>
        list.Split(',').Select(entry => entry.Trim()).Any(entry => entry == "*" || entry == etag || entry == etag.Trim('"'));

    private static DateTimeOffset? Time(HttpRequest request, string name)
    {
        var text = request.Headers[name].ToString();
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw BlobErrors.InvalidHeader(name);
    }

    // HTTP dates have whole seconds.
    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
