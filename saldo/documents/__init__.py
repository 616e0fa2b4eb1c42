"""Documents: values in, bytes out. Tables as files a reader can keep, forward and recalculate."""

from saldo.documents.about import About, file_name
from saldo.documents.headings import age_in_words, headings, in_words, word
from saldo.documents.tables import MEDIA_TYPES, UnknownFormat, table_file, write_table

__all__ = [
    "MEDIA_TYPES",
    "About",
    "UnknownFormat",
    "age_in_words",
    "file_name",
    "headings",
    "in_words",
    "table_file",
    "word",
    "write_table",
]
