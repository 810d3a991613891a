using System.Text.RegularExpressions;
using MediaPlatform.ControlPlane.Arm.Errors;

namespace MediaPlatform.ControlPlane.Arm.Ids;

/// <summary>Which names resources may have (control-plane.md section 9).</summary>
internal static partial class ResourceNames
{
    /// <summary>Most characters of a name.</summary>
    public const int Longest = 260;

    private const string Forbidden = "<>%&:\\?/*+.'";

    /// <summary>The text of checkNameAvailability.</summary>
    public const string AccountRule = "The Media Account account name should be between 3 and 24 characters and may contain only lowercase letters and numbers.";

    /// <summary>Refuses a name that most resources may not have.</summary>
    public static void Check(string name)
    {
        if (name.Length is 0 or > Longest)
        {
            throw ArmErrors.BadRequest($"The resource name must be between 1 and {Longest} characters long.", "name");
        }

        if (name.Any(c => char.IsControl(c) || Forbidden.Contains(c, StringComparison.Ordinal)))
        {
            throw ArmErrors.BadRequest($"The resource name must not contain any of the characters {string.Join(' ', Forbidden.ToCharArray())} or control characters.", "name");
        }

        if (name.Trim().Length == 0)
        {
            throw ArmErrors.BadRequest("The resource name must not be blank.", "name");
        }
    }

    /// <summary>Refuses a name that a streaming endpoint may not have.</summary>
    public static void CheckEndpoint(string name)
    {
        if (name.Length is 0 or > 24 || !DashedName().IsMatch(name))
        {
            throw ArmErrors.BadRequest("The streaming endpoint name must be 1 to 24 letters, digits and inner dashes.", "name");
        }
    }

    public static bool IsAccountName(string name) => AccountName().IsMatch(name);

    [GeneratedRegex("^[a-zA-Z0-9]+(-*[a-zA-Z0-9])*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex DashedName();

    [GeneratedRegex("^[a-z0-9]{3,24}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex AccountName();
}
