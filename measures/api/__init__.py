"""The API for programs and devices: typed, described by OpenAPI, by keys alone. Addresses begin with /api/v1/."""
