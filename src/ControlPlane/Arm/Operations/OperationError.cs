using System.Text.Json;
using System.Text.Json.Serialization;
using MediaPlatform.ControlPlane.Arm.Errors;
using MediaPlatform.Data;
using MediaPlatform.Data.Operations;

namespace MediaPlatform.ControlPlane.Arm.Operations;

/// <param name="Message">Null in the contract when nothing went wrong.</param>
internal sealed record OperationError(
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Message,
    string? Target)
{
    public static OperationError? Read(AsyncOperation operation)
    {
        if (operation.ErrorJson is null)
        {
            return null;
        }

        var error = JsonSerializer.Deserialize<ArmError>(operation.ErrorJson, ContractJson.Options)!;
        return new(error.Code, error.Message, operation.Id.ToString("D"));
    }
}
