"""File box: where a file is handed in, in the reader's words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from saldo.i18n import Reader
from saldo.intake.sheet import MOST_BYTES

ENDINGS = ("csv", "txt", "tsv", "xlsx", "xlsm", "xls")
MOST_MEGABYTES = MOST_BYTES // 1_000_000


def file_box(label: str, reader: Reader, *, key: str, endings: Sequence[str] = ENDINGS) -> Any:
    """The file that was handed in, or None. A new `key` empties the box and its memory.

    The framework's box speaks English: its button is given our word, and how large a file may
    be is said below it in ours.
    """
    word = json.dumps(reader.t("uploads.choose"), ensure_ascii=False)
    button = '[class*="st-key-files_"] [data-testid="stFileUploaderDropzone"] button p'
    st.html(
        "<style>"
        '[class*="st-key-files_"] [data-testid="stFileUploaderDropzoneInstructions"]'
        "{display:none}"
        f"{button}{{font-size:0}} {button}::after{{font-size:14px;content:{word}}}"
        "</style>"
    )
    with st.container(key=f"files_{key}", gap="xsmall"):
        file = st.file_uploader(label, type=list(endings), key=key, max_upload_size=MOST_MEGABYTES)
        st.caption(reader.t("uploads.most", most=MOST_MEGABYTES))
    return file
