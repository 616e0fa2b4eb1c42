"""What settled it: payments, other settlements, allocations; exchange rates."""

from saldo.intake.tables.base import (
    COMPANY,
    Table,
    amount,
    choice,
    code,
    currency,
    day,
    price,
    text,
)

PAYMENT_KINDS = ("payment", "refund", "payment_return")
SETTLEMENT_KINDS = (
    "cash_discount",
    "withholding",
    "write_off",
    "rounding",
    "transfer",
    "exchange",
    "exchange_difference",
)
SOURCE_CLASSES = ("payment", "credit_note", "settlement")
TARGET_CLASSES = ("invoice", "interest_invoice", "refund", "payment_return", "settlement")

SETTLING = (
    Table(
        name="payments",
        grain="one row per payment, refund or returned payment",
        key=("company_no", "payment_no"),
        columns=(
            COMPANY,
            code("payment_no", "the payment's number", required=True),
            choice("kind", "kind; payment where empty", PAYMENT_KINDS),
            code("customer_no", "who paid; empty goes to suspense (rule 37)"),
            day("payment_date", "effective date", required=True),
            currency("currency", "currency", required=True),
            amount("amount", "how much, above zero", required=True),
            code("reference", "payment reference (OCR)"),
            code("bank_reference", "the bank's own reference, one payment each (rule 37)"),
            text("note", "text that came with it"),
        ),
        control=("amount",),
        currency="currency",
        customer="customer_no",
    ),
    Table(
        name="settlements",
        grain="one row per settlement that is not cash (rule 4)",
        key=("company_no", "settlement_no"),
        columns=(
            COMPANY,
            code("settlement_no", "the settlement's number", required=True),
            choice("kind", "kind", SETTLEMENT_KINDS, required=True),
            code("customer_no", "whose account", required=True),
            day("settled_on", "effective date", required=True),
            currency("currency", "currency", required=True),
            amount(
                "amount",
                "how much: discount, withholding and write-off above zero; the others signed,"
                " above zero raises what is owed",
                required=True,
            ),
            text("note", "why"),
        ),
        control=("amount",),
        currency="currency",
        customer="customer_no",
    ),
    Table(
        name="allocations",
        grain="one row per amount of a source set against a target (rule 8)",
        key=("company_no", "allocation_no"),
        columns=(
            COMPANY,
            code("allocation_no", "the allocation's number", required=True),
            choice("source_class", "what settles; payment where empty", SOURCE_CLASSES),
            code("source_no", "its number", required=True),
            choice("target_class", "what is settled; invoice where empty", TARGET_CLASSES),
            code("target_no", "its number", required=True),
            code("instalment_no", "the instalment; empty settles the oldest first (rule 13)"),
            amount("amount", "how much of the target, above zero", required=True),
            amount("source_amount", "how much of the source, where its currency differs (rule 12)"),
            day("applied_on", "application date; else the later document's date"),
        ),
        control=("amount",),
        currency="target",
    ),
    Table(
        name="exchange_rates",
        grain="one row per day and pair of currencies (rule 2)",
        key=("rate_date", "from_currency", "to_currency"),
        columns=(
            day("rate_date", "the day", required=True),
            currency("from_currency", "one unit of this", required=True),
            currency("to_currency", "is so much of this", required=True),
            price("rate", "rate", required=True),
        ),
    ),
)
