"""What can go wrong with a source or a mapping.

LoadError
├── SourceError    one source cannot be taken in; the others are
├── MappingError   the mapping file is wrong; nothing is loaded
└── DemoHomeError  own files were aimed at the demo home; nothing is loaded
"""

from __future__ import annotations


class LoadError(Exception):
    """A load, or a part of one, cannot be done; the text says what, where and what to do."""


class SourceError(LoadError):
    """One source cannot be taken in."""


class MappingError(LoadError):
    """A mapping file cannot be used."""


class DemoHomeError(LoadError):
    """Own files do not go into the demo home."""

    def __init__(self, home: object) -> None:
        """Say which home it is and the line to use instead."""
        super().__init__(
            f"{home} is the demo home and takes no own files."
            " Use an own home: SALDO_HOME=data/home saldo load …"
        )
