using System.Net.Sockets;
using Azure;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>What Azure Blob Storage, or the way there, answers instead of media. The codes of AMS are those of the storage service.</summary>
internal static class RemoteStorageFailure
{
    public static MpeError Of(RequestFailedException failure) => failure.Status == 0 ? Unreached(failure) : failure.ErrorCode switch
    {
        "AuthenticationFailed" or "InvalidAuthenticationInfo" or "NoAuthenticationInformation" => MpeErrors.StorageAuthenticationFailed,
        "InsufficientAccountPermissions" or "AuthorizationFailure" or "AuthorizationPermissionMismatch" => MpeErrors.StorageInsufficientAccountPermissions,
        "AccountIsDisabled" => MpeErrors.StorageAccountIsDisabled,
        "OperationTimedOut" => MpeErrors.StorageTimedOut,
        "ServerBusy" => MpeErrors.StorageServerBusy,
        _ => OfStatus(failure.Status),
    };

    /// <summary>
    /// After its last attempt the client reports them all; they fail for one reason. Those that were not answered in time are cancellations, but not
    /// of the caller: his would have come alone.
    /// </summary>
    public static MpeError? Of(AggregateException failures) => failures.InnerExceptions.LastOrDefault(failure => failure is RequestFailedException or OperationCanceledException) switch
    {
        RequestFailedException last => Of(last),
        { } late => Unreached(late),
        null => null,
    };

    private static MpeError OfStatus(int status) => status switch
    {
        400 => MpeErrors.StorageBadUrlSyntax,
        401 or 403 => MpeErrors.StorageAuthenticationFailure,
        404 => MpeErrors.StorageResourceNotFound,
        409 => MpeErrors.StorageConflict,
        412 => MpeErrors.StoragePreconditionFailed,
        416 => MpeErrors.StorageRangeNotSatisfiable,
        500 => MpeErrors.StorageInternalError,
        429 or 503 => MpeErrors.StorageServerBusy,
        _ => MpeErrors.StorageFailure,
    };

    private static MpeError Unreached(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return MpeErrors.StorageNameNotResolved;
                case SocketException { SocketErrorCode: SocketError.TimedOut } or TimeoutException or OperationCanceledException:
                    return MpeErrors.StorageSocketTimeout;
            }
        }

        return MpeErrors.StorageConnectionFailed;
    }
}
