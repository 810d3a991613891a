namespace MediaPlatform.Data.StreamingEndpoints;

public enum StreamingEndpointState
{
    Stopped,
    Starting,
    Running,
    Stopping,
    Deleting,
    Scaling,
}
