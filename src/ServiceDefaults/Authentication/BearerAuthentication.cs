using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ServiceDefaults.Authentication;

/// <summary>Registration of bearer tokens as the way to authenticate.</summary>
public static class BearerAuthentication
{
    /// <summary>Adds the bearer scheme and, when an authority is configured, tokens of that OpenID provider. A service adds its own <see cref="ITokenValidator"/> beside it.</summary>
    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(BearerOptions.Section);
        services.AddOptions<BearerOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        if (!string.IsNullOrEmpty(section[nameof(BearerOptions.Authority)]))
        {
            services.AddSingleton<ITokenValidator, OpenIdTokenValidator>();
        }

        services.AddAuthentication(BearerAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthenticationHandler>(BearerAuthenticationHandler.SchemeName, null);
        services.AddAuthorization();
        return services;
    }
}
