using MediaPlatform.Media.Presentations;

namespace MediaPlatform.StreamingEndpoint.Errors;

/// <summary>Every error the streaming endpoint answers with; names and numbers are those AMS documents.</summary>
internal static class MpeErrors
{
    public static readonly MpeError BadUrlSyntax =
        new(400, "MPE_BAD_URL_SYNTAX", 0x80890201, "The URL does not follow the grammar of streaming URLs.");

    public static readonly MpeError EncryptionNotSpecifiedInUrl =
        new(400, "MPE_ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL", 0x8088024C, "The locator encrypts: the URL must name a scheme with encryption=.");

    public static readonly MpeError StorageBadUrlSyntax =
        new(400, "MPE_STORAGE_BAD_URL_SYNTAX", 0x808900E9, "The storage refused the name of the file.");

    public static readonly MpeError OutputFormatBlocked =
        new(403, "MPE_OUTPUT_FORMAT_BLOCKED", 0x80890207, "The streaming policy of the locator does not enable this protocol.");

    public static readonly MpeError EncryptionRequired =
        new(403, "MPE_ENC_ENCRYPTION_REQUIRED", 0x8088021E, "The streaming policy of the locator requires encryption.");

    public static readonly MpeError EncryptionNotSetInDeliveryPolicy =
        new(403, "MPE_ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY", 0x8088024D, "The streaming policy of the locator does not offer this encryption.");

    public static readonly MpeError StorageAuthenticationFailed =
        new(403, "MPE_STORAGE_AUTHENTICATION_FAILED", 0x808900EA, "The storage refused our credentials.");

    public static readonly MpeError StorageInsufficientAccountPermissions =
        new(403, "MPE_STORAGE_INSUFFICIENT_ACCOUNT_PERMISSIONS", 0x808900EB, "The storage account does not permit reading.");

    public static readonly MpeError StorageAccountIsDisabled =
        new(403, "MPE_STORAGE_ACCOUNT_IS_DISABLED", 0x808900EC, "The storage account is disabled.");

    public static readonly MpeError StorageAuthenticationFailure =
        new(403, "MPE_STORAGE_AUTHENTICATION_FAILURE", 0x808900F3, "The storage could not authenticate the request.");

    // AMS documents no code for callers that an endpoint does not admit; the closest name, with the status it used.
    public static readonly MpeError AccessDenied =
        new(403, "MPE_UNAUTHORIZED", 0x80890244, "The streaming endpoint does not admit the caller.");

    public static readonly MpeError TrackNotFound =
        new(404, "MPE_EGRESS_TRACK_NOT_FOUND", 0x80890209, "The presentation has no track of this name.");

    public static readonly MpeError ResourceNotFound =
        new(404, "MPE_RESOURCE_NOT_FOUND", 0x808901F9, "There is nothing at this URL.");

    public static readonly MpeError Unauthorized =
        new(404, "MPE_UNAUTHORIZED", 0x80890244, "The locator does not exist, has not started or has expired.");

    public static readonly MpeError FilterNotFound =
        new(404, "MPE_EGRESS_FILTER_NOT_FOUND", 0x8089020C, "There is no filter of this name.");

    public static readonly MpeError FragmentTimestampNotFound =
        new(404, "MPE_FRAGMENT_TIMESTAMP_NOT_FOUND", 0x80890255, "The track has no fragment that starts at this time.");

    public static readonly MpeError MediaEntryNotFound =
        new(404, "MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND", 0x80890256, "The track has no quality level of this bitrate.");

    public static readonly MpeError StorageResourceNotFound =
        new(404, "MPE_STORAGE_RESOURCE_NOT_FOUND", 0x808900ED, "The asset does not hold this file.");

    public static readonly MpeError StorageConflict =
        new(409, "MPE_STORAGE_CONFLICT", 0x808900EE, "The storage reports a conflict.");

    public static readonly MpeError StoragePreconditionFailed =
        new(412, "MPE_STORAGE_PRECONDITION_FAILED", 0x808900EF, "The file was replaced while it was being read.");

    public static readonly MpeError EncryptionNotSupported =
        new(415, "MPE_ENCRYPTION_NOT_SUPPORTED", 0x80890208, "This encryption is not known or not possible with this format.");

    public static readonly MpeError OutputProtectionFormatNotSupported =
        new(415, "MPE_OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED", 0x80890213, "This format cannot carry the protection.");

    public static readonly MpeError InputProtectionFormatNotSupported =
        new(415, "MPE_INPUT_PROTECTION_FORMAT_NOT_SUPPORTED", 0x80890219, "The protection of the stored media is not supported.");

    public static readonly MpeError FormatNotSupported =
        new(415, "MPE_FORMAT_NOT_SUPPORTED", 0x80890205, "The asset cannot be packaged.");

    public static readonly MpeError InputFormatNotSupported =
        new(415, "MPE_INPUT_FORMAT_NOT_SUPPORTED", 0x80890218, "The stored media cannot be read.");

    public static readonly MpeError OutputFormatNotSupported =
        new(415, "MPE_OUTPUT_FORMAT_NOT_SUPPORTED", 0x8089020D, "There is no output format of this name.");

    public static readonly MpeError MediaEncodingNotSupported =
        new(415, "MPE_MEDIA_ENCODING_NOT_SUPPORTED", 0x8089020F, "The encoding of the media is not supported.");

    public static readonly MpeError VideoEncodingNotSupported =
        new(415, "MPE_VIDEO_ENCODING_NOT_SUPPORTED", 0x80890210, "The video codec is not supported in this format.");

    public static readonly MpeError AudioEncodingNotSupported =
        new(415, "MPE_AUDIO_ENCODING_NOT_SUPPORTED", 0x80890211, "The audio codec is not supported in this format.");

    public static readonly MpeError InvalidVideoNalUnit =
        new(415, "MPE_INVALID_VIDEO_NAL_UNIT", 0x80890231, "The video holds a misplaced NAL unit.");

    public static readonly MpeError InvalidNaluSize =
        new(415, "MPE_INVALID_NALU_SIZE", 0x80890260, "A NAL unit is larger than its sample.");

    public static readonly MpeError InvalidNaluLengthField =
        new(415, "MPE_INVALID_NALU_LENGTH_FIELD", 0x80890261, "The length field of a NAL unit is not understood.");

    public static readonly MpeError KeyFrameIntervalTooLarge =
        new(415, "MPE_KEY_FRAME_INTERVAL_TOO_LARGE", 0x808901FE, "Key frames are too far apart or do not line up.");

    public static readonly MpeError FilterRange =
        new(415, "MPE_FILTER_INVALID_RANGE_ATTRIBUTE", 0x80890239, "The time range of the filter is not valid.");

    public static readonly MpeError FilterTrack =
        new(415, "MPE_FILTER_INVALID_TRACK_ATTRIBUTE", 0x8089023A, "A track selection of the filter is not valid.");

    public static readonly MpeError FilterWindow =
        new(415, "MPE_FILTER_INVALID_WINDOW_ATTRIBUTE", 0x8089023B, "The presentation window of the filter is not valid.");

    public static readonly MpeError FilterBackoff =
        new(415, "MPE_FILTER_INVALID_BACKOFF_ATTRIBUTE", 0x8089023C, "The live back-off of the filter is not valid.");

    public static readonly MpeError FilterRemovedAllStreams =
        new(415, "MPE_FILTER_REMOVED_ALL_STREAMS", 0x8089023E, "The filters leave no track.");

    public static readonly MpeError FilterBackoffOverPresentationWindow =
        new(415, "MPE_FILTER_BACKOFF_OVER_PRESENTATION_WINDOW", 0x80890262, "The live back-off of the filter is longer than its presentation window.");

    public static readonly MpeError FilterCountOverLimit =
        new(415, "MPE_FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT", 0x80890246, "The URL and the locator name more filters than can be combined.");

    public static readonly MpeError FilterMultipleFirstQuality =
        new(415, "MPE_FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY", 0x80890248, "Only one of the combined filters may name a first quality.");

    public static readonly MpeError FilterFirstQuality =
        new(415, "MPE_FILTER_INVALID_FIRST_QUALITY_ATTRIBUTE", 0x80890249, "The first quality of the filter is not valid.");

    public static readonly MpeError StorageRangeNotSatisfiable =
        new(416, "MPE_STORAGE_INVALID_RANGE", 0x808900F1, "The range lies outside the file.");

    public static readonly MpeError StorageSocketTimeout =
        new(500, "MPE_STORAGE_SOCKET_TIMEOUT", 0x808900F4, "The storage did not answer in time.");

    public static readonly MpeError StorageConnectionFailed =
        new(500, "MPE_STORAGE_SOCKET_CONNECTION_ERROR", 0x808900F5, "The storage cannot be reached.");

    public static readonly MpeError StorageNameNotResolved =
        new(500, "MPE_STORAGE_NAME_RESOLUTION_ERROR", 0x808900F6, "The host name of the storage does not resolve.");

    public static readonly MpeError StorageInternalError =
        new(500, "MPE_STORAGE_INTERNAL_ERROR", 0x808900E6, "The storage reports an error of its own.");

    public static readonly MpeError StorageTimedOut =
        new(500, "MPE_STORAGE_OPERATION_TIMED_OUT", 0x808900E7, "The storage took too long.");

    public static readonly MpeError StorageFailure =
        new(500, "MPE_STORAGE_FAILURE", 0x808900F2, "The storage failed.");

    public static readonly MpeError StorageServerBusy =
        new(503, "MPE_STORAGE_SERVER_BUSY", 0x808900E8, "The service is busy; try again shortly.");

    /// <summary>The error of media that is valid but cannot be offered as asked.</summary>
    public static MpeError Of(PackagingRefusedException refused) => (refused.Reason switch
    {
        PackagingRefusal.NoCommonKeyFrames => KeyFrameIntervalTooLarge,
        PackagingRefusal.CodecNotSupported => MediaEncodingNotSupported,
        PackagingRefusal.InvalidNalUnitSize => InvalidNaluSize,
        PackagingRefusal.InvalidNalUnitLengthField => InvalidNaluLengthField,
        PackagingRefusal.InvalidNalUnit => InvalidVideoNalUnit,
        _ => FormatNotSupported,
    }).Because(refused.Message);
}
