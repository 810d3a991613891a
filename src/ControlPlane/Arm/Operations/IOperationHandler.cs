using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data.Operations;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <summary>Does the work of one or more kinds of long-running operation. Runs again after a restart, so it must be idempotent.</summary>
internal interface IOperationHandler
{
    bool Handles(string kind);

    /// <summary>Null when the work is done, else why it failed.</summary>
    Task<ArmError?> RunAsync(AsyncOperation operation, CancellationToken cancellationToken);
}
