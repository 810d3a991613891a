using MediaPlatform.Data.Operations;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Status of live and streaming endpoint operations. The error member is there even on success (recorded).</summary>
internal sealed record AsyncOperationReply(string Name, string Status, OperationError Error)
{
    public static AsyncOperationReply Of(AsyncOperation operation)
    {
        var error = OperationError.Read(operation);
        return new(operation.Id.ToString("D"), operation.Status.ToString(), error ?? new("None", null, operation.Id.ToString("D")));
    }
}
