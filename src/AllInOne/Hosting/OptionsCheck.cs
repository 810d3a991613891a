using System.ComponentModel.DataAnnotations;

namespace MediaPlatform.AllInOne.Hosting;

/// <summary>Checks options that are needed before there is a container to check them.</summary>
internal static class OptionsCheck
{
    /// <summary>Throws with all that is wrong at once.</summary>
    /// <exception cref="ValidationException">Some setting is out of its range.</exception>
    public static void Validate(object options, string section)
    {
        var mistakes = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true))
        {
            throw new ValidationException(string.Join(" ", mistakes.Select(mistake => $"{section}: {mistake.ErrorMessage}")));
        }
    }
}
