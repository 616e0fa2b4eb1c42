"""Serial numbers that differ by spelling only: the models read them as the rule does."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.ledger.serials import plain_serial
from tests.staging import built, rows

_numbers = st.text(alphabet="0OoA1b -", min_size=1, max_size=5).filter(
    lambda text: text.strip() == text
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs=st.lists(st.tuples(_numbers, _numbers), min_size=30, max_size=30))
def test_rule_27_a_number_that_is_alike_is_a_finding_and_another_is_unknown(
    pairs: list[tuple[str, str]],
) -> None:
    """Case, blanks, hyphens, leading zeros, O and 0; each pair at a company of its own."""
    con = built(
        wanted=("billing_check",),
        machines=[
            {"company_no": f"V{at}", "serial_no": registered, "customer_no": "C1",
             "installed_on": "2025-01-01"}
            for at, (registered, _) in enumerate(pairs)
        ],
        invoices=[
            {"company_no": f"V{at}", "invoice_no": f"F{at}", "customer_no": "C1",
             "issue_date": "2026-04-01", "currency": "SEK", "amount": 1}
            for at in range(len(pairs))
        ],
        invoice_lines=[
            {"company_no": f"V{at}", "invoice_no": f"F{at}", "line_no": 1, "serial_no": billed,
             "net_amount": 1}
            for at, (_, billed) in enumerate(pairs)
        ],
    )  # fmt: skip

    found = dict(rows(con, "select company_no, coalesce(reason, outcome) from billing_check"))

    assert found == {
        f"V{at}": "no_period"
        if registered == billed
        else "serial_spelling"
        if plain_serial(registered) == plain_serial(billed)
        else "unknown_serial"
        for at, (registered, billed) in enumerate(pairs)
    }
