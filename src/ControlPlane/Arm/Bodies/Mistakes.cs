using MediaPlatform.ControlPlane.Arm.Errors;

namespace MediaPlatform.ControlPlane.Arm.Bodies;

/// <summary>Gathers every mistake of a request before it is answered.</summary>
internal sealed class Mistakes
{
    // A hostile body could hold a hundred thousand mistakes; the reply stays readable.
    private const int Most = 100;

    private readonly List<ArmError> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string? target, string message, string code = ArmErrors.BadRequestCode)
    {
        if (_found.Count < Most)
        {
            _found.Add(new(code, message, target));
        }
    }

    /// <summary>Ends the request with all mistakes, if there are any.</summary>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw ArmErrors.Invalid(_found);
        }
    }
}
