"""Styles: the few cell formats a workbook of ours uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from saldo.ledger.money import minor_units

LABEL, HEADING, HEADING_RIGHT, DAY, MOMENT, COUNT, QUANTITY = 1, 2, 3, 4, 5, 6, 7
_AMOUNT = 8  # amounts with 0, 1, 2, 3, 4 decimals follow, then the same in bold
_MOST_DECIMALS = 4
_BOLD_DAY = _AMOUNT + 2 * (_MOST_DECIMALS + 1)
_BOLD = {0: LABEL, DAY: _BOLD_DAY}
_FORMATS = {
    DAY: "yyyy\\-mm\\-dd",
    MOMENT: "yyyy\\-mm\\-dd\\ hh:mm",
    COUNT: "#,##0",
    QUANTITY: "#,##0.######",
}


@dataclass(frozen=True, slots=True)
class Styles:
    """The style of each column of one frame."""

    columns: Mapping[str, int]
    decimals: int

    def of(self, name: str) -> int:
        """The style of a column's cells."""
        return self.columns[name]

    def bold(self, name: str) -> int:
        """The style of a column's cells in a row that stands out."""
        style = self.columns[name]
        first = _AMOUNT + _MOST_DECIMALS + 1
        return style + _MOST_DECIMALS + 1 if _AMOUNT <= style < first else _BOLD.get(style, style)

    @property
    def total(self) -> int:
        """The style of a total: the amounts' format, in bold."""
        return _AMOUNT + _MOST_DECIMALS + 1 + self.decimals


def styles_of(frame: pl.DataFrame) -> Styles:
    """Styles by type: amounts (DECIMAL up to four decimals) as the frame's currencies have them."""
    decimals = _decimals(frame)
    return Styles({name: _style(dtype, decimals) for name, dtype in frame.schema.items()}, decimals)


def _decimals(frame: pl.DataFrame) -> int:
    if "currency" not in frame.columns:
        return 2
    currencies = frame["currency"].drop_nulls().unique()
    return min(max((minor_units(code) for code in currencies), default=2), _MOST_DECIMALS)


def _style(dtype: pl.DataType, decimals: int) -> int:
    if isinstance(dtype, pl.Decimal):
        return _AMOUNT + decimals if dtype.scale <= _MOST_DECIMALS else QUANTITY
    if dtype == pl.Date:
        return DAY
    if isinstance(dtype, pl.Datetime):
        return MOMENT
    if dtype.is_integer():
        return COUNT
    return QUANTITY if dtype.is_float() else 0


def styles_xml(namespace: str) -> str:
    """The workbook's style part."""
    amounts = ["#,##0" + ("." + "0" * places if places else "") for places in range(5)]
    codes = [*_FORMATS.values(), *amounts]
    ids = {code: 164 + at for at, code in enumerate(codes)}
    formats = "".join(f'<numFmt numFmtId="{ids[c]}" formatCode="{c}"/>' for c in codes)
    right = '<alignment horizontal="right"/>'
    cells = [
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        _xf(0, font=1, fill=2, border=1),
        _xf(0, font=1, fill=2, border=1, inside=right),
        *(_xf(ids[code]) for code in _FORMATS.values()),
        *(_xf(ids[code]) for code in amounts),
        *(_xf(ids[code], font=1, border=2) for code in amounts),
        _xf(ids[_FORMATS[DAY]], font=1),
    ]
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'<styleSheet xmlns="{namespace}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill '
        'patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor '
        'rgb="FFEEF2F5"/></patternFill></fill></fills><borders count="3"><border/>'
        f'<border>{_SIDES}<bottom style="thin"><color rgb="FF8A97A3"/></bottom></border>'
        '<border><left/><right/><top style="thin"><color rgb="FF8A97A3"/></top><bottom/></border>'
        '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


_SIDES = "<left/><right/><top/>"


def _xf(number: int, *, font: int = 0, fill: int = 0, border: int = 0, inside: str = "") -> str:
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"{inside}</xf>"
    )
