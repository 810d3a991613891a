using MediaPlatform.Data.Blobs;

namespace MediaPlatform.BlobEndpoint.Errors;

/// <summary>Every error of the Blob service, with Azure's status, code and text ("Blob service error codes").</summary>
internal static class BlobErrors
{
    public static BlobRequestException AuthenticationFailed(string detail) => new(
        403,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.")
    {
        Detail = detail,
    };

    public static BlobRequestException NoAuthenticationInformation() => new(
        401,
        "NoAuthenticationInformation",
        "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.");

    public static BlobRequestException PermissionMismatch() => new(
        403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.");

    public static BlobRequestException ResourceTypeMismatch() => new(
        403, "AuthorizationResourceTypeMismatch", "This request is not authorized to perform this operation using this resource type.");

    public static BlobRequestException ServiceMismatch() => new(
        403, "AuthorizationServiceMismatch", "This request is not authorized to perform this operation using this service.");

    public static BlobRequestException ProtocolMismatch() => new(
        403, "AuthorizationProtocolMismatch", "This request is not authorized to perform this operation using this protocol.");

    public static BlobRequestException SourceIPMismatch() => new(
        403, "AuthorizationSourceIPMismatch", "This request is not authorized to perform this operation using this source IP.");

    public static BlobRequestException UnauthorizedOverwrite() => new(
        403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites.");

    public static BlobRequestException ContainerNotFound() => new(404, "ContainerNotFound", "The specified container does not exist.");

    public static BlobRequestException ContainerAlreadyExists() => new(409, "ContainerAlreadyExists", "The specified container already exists.");

    public static BlobRequestException BlobNotFound() => new(404, "BlobNotFound", "The specified blob does not exist.");

    public static BlobRequestException ConditionNotMet(int status) => new(
        status, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    public static BlobRequestException InvalidRange() => new(
        416, "InvalidRange", "The range specified is invalid for the current size of the resource.");

    public static BlobRequestException InvalidResourceName() => new(
        400, "InvalidResourceName", "The specified resource name contains invalid characters.");

    public static BlobRequestException InvalidUri() => new(400, "InvalidUri", "The requested URI does not represent any resource on the server.");

    public static BlobRequestException InvalidQueryParameter(string name) => new(
        400, "InvalidQueryParameterValue", $"Value for one of the query parameters specified in the request URI is invalid. Parameter: {name}.");

    public static BlobRequestException OutOfRangeQueryParameter(string name) => new(
        400,
        "OutOfRangeQueryParameterValue",
        $"One of the query parameters specified in the request URI is outside the permissible range. Parameter: {name}.");

    public static BlobRequestException InvalidHeader(string name) => new(
        400, "InvalidHeaderValue", $"The value for one of the HTTP headers is not in the correct format. Header: {name}.");

    public static BlobRequestException MissingHeader(string name) => new(
        400, "MissingRequiredHeader", $"An HTTP header that's mandatory for this request is not specified. Header: {name}.");

    public static BlobRequestException MissingContentLength() => new(411, "MissingContentLengthHeader", "Content-Length HTTP header is required.");

    public static BlobRequestException InvalidMetadata() => new(
        400, "InvalidMetadata", "The metadata specified is invalid. It has characters that are not permitted.");

    public static BlobRequestException InvalidMd5() => new(400, "InvalidMd5", "The MD5 value specified in the request is invalid.");

    public static BlobRequestException InvalidXml() => new(400, "InvalidXmlDocument", "XML specified is not syntactically valid.");

    public static BlobRequestException BlockListTooLong() => new(
        400, "BlockListTooLong", "The block list may not contain more than 50,000 blocks.");

    public static BlobRequestException BodyTooLarge() => new(
        413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");

    public static BlobRequestException UnsupportedBlobType() => new(
        409, "FeatureNotSupportedForAccount", "Only block blobs are supported by this storage account.");

    public static BlobRequestException UnsupportedVerb() => new(
        405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.");

    public static BlobRequestException CannotVerifyCopySource() => new(
        400, "CannotVerifyCopySource", "The copy source is not a blob of this storage account.");

    public static BlobRequestException Of(BlobException error) => error.Failure switch
    {
        BlobFailure.ContainerNotFound => ContainerNotFound(),
        BlobFailure.BlobNotFound => BlobNotFound(),
        BlobFailure.BlobAlreadyExists => new(409, "BlobAlreadyExists", "The specified blob already exists."),
        BlobFailure.ConditionNotMet => ConditionNotMet(412),
        BlobFailure.InvalidBlockList => new(400, "InvalidBlockList", "The specified block list is invalid."),
        BlobFailure.Md5Mismatch => new(400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server."),
        _ => new(409, "ResourceTypeMismatch", "A blob and a folder of blobs cannot have the same path on this server."),
    };
}
