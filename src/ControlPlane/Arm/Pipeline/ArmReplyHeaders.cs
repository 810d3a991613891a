using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MediaPlatform.ControlPlane.Arm.Pipeline;

/// <summary>Headers that every ARM reply carries (control-plane.md section 3); the request ids come from the service defaults.</summary>
internal static class ArmReplyHeaders
{
    public static void Write(IHeaderDictionary headers, RequestBudget.Left left)
    {
        headers.CacheControl = "no-cache";
        headers.Pragma = "no-cache";
        headers.Expires = "-1";
        headers["X-Content-Type-Options"] = "nosniff";
        headers[left.Header] = left.Remaining.ToString(CultureInfo.InvariantCulture);
    }
}
