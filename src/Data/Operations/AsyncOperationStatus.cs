namespace MediaPlatform.Data.Operations;

public enum AsyncOperationStatus
{
    InProgress,
    Succeeded,
    Failed,
}
