using MediaPlatform.Data.Operations;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Status of account and track operations.</summary>
internal sealed record OperationStatusReply(
    string Id, string Name, DateTimeOffset StartTime, DateTimeOffset? EndTime, string Status, OperationError? Error)
{
    public static OperationStatusReply Of(AsyncOperation operation, string id) => new(
        id, operation.Id.ToString("D"), operation.StartTime, operation.EndTime, operation.Status.ToString(), OperationError.Read(operation));
}
