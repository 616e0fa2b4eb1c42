"""Migrations of the desk's tables, shipped with the package. `HEAD` is the newest."""

HEAD = "0009"
