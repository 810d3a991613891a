using System.Xml;
using Azure;
using MediaPlatform.Data.Blobs;
using MediaPlatform.Media;
using MediaPlatform.Media.Presentations;
using MediaPlatform.StreamingEndpoint.Errors;

namespace MediaPlatform.StreamingEndpoint.Sources;

/// <summary>What goes wrong while stored media is opened or read, as the origin answers it.</summary>
internal static class SourceFailure
{
    /// <summary>Null for mistakes of our own.</summary>
    public static OriginException? Of(Exception exception) => exception switch
    {
        OriginException known => known,
        InvalidMediaException invalid => new(MpeErrors.InputFormatNotSupported.Because(invalid.Message)),
        PackagingRefusedException refused => new(MpeErrors.Of(refused)),
        InvalidBlobNameException => new(MpeErrors.StorageBadUrlSyntax),
        BlobException { Failure: BlobFailure.ContainerNotFound or BlobFailure.BlobNotFound } => new(MpeErrors.StorageResourceNotFound),
        BlobException { Failure: BlobFailure.ConditionNotMet } => new(MpeErrors.StoragePreconditionFailed),
        RequestFailedException failed => new(RemoteStorageFailure.Of(failed)),
        AggregateException failures when RemoteStorageFailure.Of(failures) is { } error => new(error),
        // Azure's client reads the reason of an error from a body that says it is XML, also where there is none.
        XmlException => new(MpeErrors.StorageFailure),
        EndOfStreamException => new(MpeErrors.StoragePreconditionFailed.Because("The stored file is shorter than it was when it was opened.")),
        UnauthorizedAccessException => new(MpeErrors.StorageInsufficientAccountPermissions.Because("The service may not read the stored file.")),
        BlobException or IOException => new(MpeErrors.StorageFailure),
        _ => null,
    };
}
