"""Staging a source: its raw cells, typed, into the incoming tables, or into the rejects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from etl import dates, groups, numbers, workspace
from etl.cells import Reading, literal
from etl.control import owner
from etl.mapping import SourceRule
from etl.plan import Plan, condition, control, make
from etl.sources import Misread, Raw, number_lines
from saldo.intake.tables import Kind, table

_NUMBERS = (Kind.AMOUNT, Kind.PRICE, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Staged:
    """What staging gave: the tables that were fed, the first being the one the rows count
    under, and headers that no rule names."""

    tables: tuple[str, ...]
    unknown_columns: tuple[str, ...]


def stage(
    con: duckdb.DuckDBPyConnection, *, raw: Raw, rule: SourceRule, company: str, load_no: int
) -> Staged:
    """Type the rows into `incoming.*`; the others into `rejects` and `excluded`.

    A row that any of its tables refuses enters none of them. Raises `SourceError` where a
    required column is missing, `Misread` where a stream has to be read more closely.
    """
    return _Staging(con, raw, rule, company, load_no).run()


class _Staging:
    """One source, or several that lie alike, being staged."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        raw: Raw,
        rule: SourceRule,
        company: str,
        load_no: int,
    ) -> None:
        self.con, self.raw, self.rule = con, raw, rule
        self.company, self.load_no = company, load_no

    def run(self) -> Staged:
        """Most files are read at once by the simplest forms; only where that leaves cells
        unread is a file read again, by what it shows."""
        plans = self._plans(self.raw, Reading(numbers.SIMPLE, self.rule.dates))
        if not self.raw.is_stream:
            self._type_kept(plans)
        elif not self._type_stream(plans[0]):
            self.con.execute(f"delete from {_place(plans[0], 0)} where {self._of_these}")
            raise Misread
        named = {self.raw.column(name) for name in self.rule.wanted}
        headers = enumerate(self.raw.headers)
        unknown = tuple(header for i, header in headers if f"c{i}" not in named)
        return Staged(tuple(plan.table.name for plan in plans), unknown)

    def _type_kept(self, plans: Sequence[Plan]) -> None:
        for i, plan in enumerate(plans):
            if plan.rule.group:
                workspace.clear(self.con, plan.table, _place(plan, i))
            self._type(plan, i)
        again = self._unread(plans)
        for file_no in again:
            self._read_again(file_no)
        self._settle(self.raw, plans, [no for no in self.raw.rows if no not in again])
        for i, plan in enumerate(plans):
            if plan.rule.group:
                groups.add(self.con, plan, _place(plan, i))

    def _plans(self, raw: Raw, reading: Reading) -> list[Plan]:
        return [make(part, self.rule, raw, reading, self.company) for part in self.rule.tables]

    @property
    def _of_these(self) -> str:
        return f"_file in {_listed(self.raw.rows)}"

    def _type_stream(self, plan: Plan) -> bool:
        """Type rows as they are read; false where any of them needs a closer look."""
        place = _place(plan, 0)
        try:
            self._type(plan, 0)
            number_lines(self.con, place, self.raw.rows)
        except (duckdb.InvalidInputException, Misread):
            return False
        bad = self.con.execute(f"select 1 from {place} where _bad and {self._of_these} limit 1")
        return not bad.fetchall()

    def _type(self, plan: Plan, i: int) -> None:
        """Put rows where they belong; those the first table's condition leaves out, go later."""
        self.con.execute(
            f"insert into {_place(plan, i)} ({workspace.names(plan.table)}, {workspace.TRACE},"
            f" _control, _currency, _counts, _unread, _bad) {plan.steps}"
            f" select {plan.values}, _file, _line, {self.load_no}, _version,"
            f" {control(plan) if i == 0 else 'null'}, _currency, {i == 0},"
            f" {plan.unread}, {plan.bad} or {plan.unread} from wides"
            f" where {'true' if i == 0 else '_only'}"
        )

    def _unread(self, plans: Sequence[Plan]) -> list[int]:
        """The files that have cells in other forms than the simplest."""
        found = set[int]()
        for i, plan in enumerate(plans):
            rows = self.con.execute(
                f"select distinct _file from {_place(plan, i)} where _unread and {self._of_these}"
            )
            found.update(row[0] for row in rows.fetchall())
        return sorted(found)

    def _read_again(self, file_no: int) -> None:
        raw = self.raw.only(self.con, file_no)
        plans = self._plans(raw, self._shown(raw))
        for i, plan in enumerate(plans):
            self.con.execute(f"delete from {_place(plan, i)} where _file = {file_no}")
        for i, plan in enumerate(plans):
            self._type(plan, i)
        self._settle(raw, plans, [file_no])

    def _shown(self, raw: Raw) -> Reading:
        """How to read a file, by all its cells."""
        mark = numbers.decimal_mark(self.con, raw.cells, self._texts(raw, _NUMBERS))
        if self.rule.decimal and mark != numbers.PLAIN:
            mark = self.rule.decimal
        shown = dates.formats(self.con, raw.cells, self._texts(raw, (Kind.DATE,)))
        return Reading(mark, self.rule.dates or shown)

    def _texts(self, raw: Raw, kinds: Sequence[Kind]) -> list[str]:
        """SQL for the texts of all source columns that feed columns of these kinds."""
        names = set[str]()
        for part in self.rule.tables:
            for name, cell in part.cells.items():
                if table(part.table).column(name).kind in kinds:
                    names.update([cell.column] if cell.column else cell.multiply or ())
        return [text for name in sorted(names) if (text := raw.text(name)) is not None]

    def _settle(self, raw: Raw, plans: Sequence[Plan], file_nos: Sequence[int]) -> None:
        """Move rows that a named rule leaves out, and rows that some table of theirs refuses."""
        if file_nos:
            self._exclude(raw, plans, file_nos)
            self._tell_ragged(raw)
            self._refuse(raw, plans, file_nos)

    def _exclude(self, raw: Raw, plans: Sequence[Plan], file_nos: Sequence[int]) -> None:
        named = [(e.name, condition(e.when, raw)) for e in self.rule.exclude]
        if plans[0].rule.only:
            named.append(("only", f"not {plans[0].only}"))
        company, parent = owner(plans[0].table)
        for name, test in named:
            self.con.execute(
                f"create or replace temp table lines as select _file, _line from {raw.cells}"
                f" where {test} and _file in {_listed(file_nos)}"
            )
            self.con.execute(
                f"insert into excluded select _file, _line, {literal(name)}, _control, _currency,"
                f" {company}, {parent} from {_place(plans[0], 0)} semi join lines"
                " using (_file, _line)"
            )
            self._drop_lines(plans)

    def _refuse(self, raw: Raw, plans: Sequence[Plan], file_nos: Sequence[int]) -> None:
        """Rejects say every reason, of all the tables that the row was meant for."""
        bad = " union ".join(
            f"select _file, _line from {_place(plan, i)} where _bad"
            f" and _file in {_listed(file_nos)}"
            for i, plan in enumerate(plans)
        )
        self.con.execute(f"create or replace temp table lines as {bad}")
        if not self.con.execute("select 1 from lines limit 1").fetchall():
            return
        reasons = " union all ".join(_reasons(plan) for plan in plans)
        company, parent = owner(plans[0].table)
        self.con.execute(
            f"insert into rejects with told as ({reasons}),"
            " each as (select _file, _line, list(distinct r) as rs from (select _file, _line,"
            " unnest(rs) as r from told) group by all)"
            f" select _file, _line, {literal(plans[0].table.name)}, row_text, coalesce(rs, []),"
            f" _control, _currency, {company}, {parent} from {_place(plans[0], 0)}"
            " join lines using (_file, _line) left join each using (_file, _line)"
            f" join (select _file, _line, {row_text(raw)} as row_text from {raw.cells})"
            " using (_file, _line)"
        )
        self._drop_lines(plans)

    def _drop_lines(self, plans: Sequence[Plan]) -> None:
        for i, plan in enumerate(plans):
            self.con.execute(
                f"delete from {_place(plan, i)} where (_file, _line) in (select (_file, _line)"
                " from lines)"
            )

    def _tell_ragged(self, raw: Raw) -> None:
        for ragged in raw.ragged:
            reason = {"code": "cells", "found": ragged.found, "expected": ragged.expected}
            self.con.execute(
                "insert into rejects values (?, ?, ?, ?, [?::json], 0, null, null, null)",
                [ragged.file_no, ragged.line, self.rule.tables[0].table, ragged.text,
                 json.dumps(reason)],
            )  # fmt: skip


def _place(plan: Plan, i: int) -> str:
    """Where a plan's rows are put: rows that are to be grouped wait beside."""
    return f"typed_{i}" if plan.rule.group else f"incoming.{plan.table.name}"


def _listed(file_nos: Iterable[int]) -> str:
    return f"({', '.join(map(str, file_nos))})"


def _reasons(plan: Plan) -> str:
    cases = []
    for column in plan.columns:
        for reason in column.reasons:
            where = literal(column.column.name)
            told = (
                f"json_object('code', {literal(reason.code)}, 'column', {where},"
                f" 'value', {column.text})"
            )
            cases.append(f"case when {reason.when} then {told} end")
    return (
        f"select _file, _line, list_filter([{', '.join(cases)}], lambda x: x is not null) as rs"
        f" from ({plan.steps} select * from wides semi join lines using (_file, _line)"
        " where _only)"
    )


def row_text(raw: Raw) -> str:
    """SQL for a row's original text: its cells as they stood, quoted where they must be."""
    cells = ", ".join(
        f"""case when regexp_matches(c{i}, '[",\\n]') then '"' || replace(c{i}, '"', '""') || '"'"""
        f" else coalesce(c{i}, '') end"
        for i in range(len(raw.headers))
    )
    return f"array_to_string([{cells}], ',')"
