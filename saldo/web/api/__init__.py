"""The HTTP interface for programs: the reports as JSON and CSV, documents as PDF; read-only."""
