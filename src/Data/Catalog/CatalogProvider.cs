namespace MediaPlatform.Data.Catalog;

public enum CatalogProvider
{
    Sqlite,
    Postgres,
    SqlServer,
}
