"""Recalculated: an Excel file of ours as LibreOffice computes it, without the values we passed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def recalculated(data: bytes) -> openpyxl.Workbook:
    """The workbook with every formula's value computed by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "given.xlsx"), Path(folder, "made", "given.xlsx")
        given.write_bytes(_without_values(data))
        home = f"-env:UserInstallation=file://{folder}/profile"
        command = [SOFFICE, home, "--headless", "--convert-to", "xlsx"]
        subprocess.run(
            [*command, "--outdir", str(made.parent), str(given)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return openpyxl.load_workbook(io.BytesIO(made.read_bytes()), data_only=True)


def _without_values(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if "worksheets" in name:
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f>", part)
            new.writestr(name, part)
    return target.getvalue()
