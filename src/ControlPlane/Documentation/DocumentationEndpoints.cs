using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MediaPlatform.ControlPlane.Documentation;

/// <summary>Swagger UI over the generated document. Everything it shows is served from here.</summary>
internal static class DocumentationEndpoints
{
    private const string DocumentPath = "/swagger/v3/swagger.json";

    public static void UseDocumentation(this WebApplication app) => app.UseSwaggerUI(options =>
    {
        options.RoutePrefix = "swagger";
        options.DocumentTitle = "MediaPlatform API";
        options.SwaggerEndpoint(DocumentPath, "MediaPlatform v3");
        options.EnableTryItOutByDefault();
        options.EnablePersistAuthorization();
        options.EnableFilter();
        options.DisplayOperationId();
        options.DisplayRequestDuration();
        options.DefaultModelsExpandDepth(0);
        options.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.None);
    });

    public static void MapDocumentation(this WebApplication app) =>
        app.MapGet(DocumentPath, (ContractDocument document) => Results.Text(document.Document.ToJsonString(), "application/json"));

    public static void AddDocumentation(this IServiceCollection services) => services.AddSingleton<ContractDocument>();
}
