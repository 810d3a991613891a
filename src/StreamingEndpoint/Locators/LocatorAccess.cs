using MediaPlatform.Data.Streaming;
using MediaPlatform.StreamingEndpoint.Errors;
using MediaPlatform.StreamingEndpoint.Keys;
using MediaPlatform.StreamingEndpoint.Urls;

namespace MediaPlatform.StreamingEndpoint.Locators;

/// <summary>Whether a locator lets a URL through: its time and the protocols of its streaming policy.</summary>
internal static class LocatorAccess
{
    /// <summary>Null when the request may go on.</summary>
    public static MpeError? Check(LocatorModel locator, in StreamingUrl url, DateTimeOffset now)
    {
        if (!locator.IsValidAt(now))
        {
            return MpeErrors.Unauthorized.Because(now < locator.Start ? "The locator has not started yet." : "The locator has expired.");
        }

        if (url.Kind == RequestKind.Download)
        {
            return locator.Protocols(EncryptionTag.None)?.Download == true
                ? null
                : MpeErrors.OutputFormatBlocked.Because("The streaming policy of the locator does not enable downloads.");
        }

        return CheckProtocol(locator, url) ?? (ProtectionMatrix.Offers(url.Format, url.Encryption) ? null : MpeErrors.OutputProtectionFormatNotSupported);
    }

    private static MpeError? CheckProtocol(LocatorModel locator, in StreamingUrl url)
    {
        var (protocol, encryption) = (url.Format.Protocol(), url.Encryption);
        var enabled = locator.Protocols(encryption);
        if (enabled is not null)
        {
            return IsEnabled(enabled, protocol) ? null : MpeErrors.OutputFormatBlocked;
        }

        if (encryption != EncryptionTag.None)
        {
            return MpeErrors.EncryptionNotSetInDeliveryPolicy;
        }

        if (locator.Encryptions == 0)
        {
            return MpeErrors.OutputFormatBlocked;
        }

        // The older formats have always had one encryption; there the mistake is not to ask for it.
        return locator.Encryptions > 1 || url.Format is StreamingFormat.HlsCmaf or StreamingFormat.DashCmaf
            ? MpeErrors.EncryptionNotSpecifiedInUrl
            : MpeErrors.EncryptionRequired;
    }

    private static bool IsEnabled(EnabledProtocols enabled, StreamingProtocol protocol) => protocol switch
    {
        StreamingProtocol.Hls => enabled.Hls,
        StreamingProtocol.Dash => enabled.Dash,
        StreamingProtocol.Smooth => enabled.SmoothStreaming,
        _ => enabled.Download,
    };
}
