"""JSON, TOML and JSON Schema as the project reads them, and the problems of a file."""
