"""What was ordered and when it arrives: orders, lines, promises, delivery events."""

from saldo.intake.tables.base import (
    COMPANY,
    Table,
    choice,
    code,
    currency,
    day,
    price,
    text,
)

PROMISE_STATUSES = ("AP", "CA", "RE")
EVENT_KINDS = ("confirmed", "back_ordered", "shipped", "delivered", "cancelled")
_LINE = (
    COMPANY,
    code("order_no", "the order's number", required=True),
    code("line_no", "the line's number", required=True),
)
_KEY = ("company_no", "order_no", "line_no")

ORDERING = (
    Table(
        name="orders",
        grain="one row per order",
        key=("company_no", "order_no"),
        columns=(
            COMPANY,
            code("order_no", "the vendor's order number", required=True),
            code("customer_no", "who ordered", required=True),
            day("ordered_on", "order date", required=True),
            currency("currency", "currency"),
            code("purchase_order", "the buyer's own order number"),
            text("buyer_reference", "the buyer's reference"),
            code("site_no", "where it goes"),
            day("cancelled_on", "day the whole order was cancelled"),
        ),
        customer="customer_no",
    ),
    Table(
        name="order_lines",
        grain="one row per line of an order",
        key=_KEY,
        columns=(
            *_LINE,
            code("product_no", "product"),
            text("description", "what was ordered"),
            text("category", "hardware, software, maintenance, services, or the vendor's own"),
            price("quantity", "ordered quantity", required=True),
            text("unit", "unit"),
            price("unit_price", "price for one, without VAT"),
            price("discount", "share taken off, 0 to 1"),
            day("requested_on", "requested delivery date (rule 19)"),
            code("site_no", "where the line goes, where not the order's site"),
            code("contract_no", "contract"),
        ),
        control=("quantity", "unit_price"),
        currency="order",
    ),
    Table(
        name="promises",
        grain="one row per delivery date given for an order line (rule 19)",
        key=(*_KEY, "given_on"),
        columns=(
            *_LINE,
            day("given_on", "the day the promise was given", required=True),
            day("promised_on", "the promised delivery date; none where refused"),
            choice("status", "AP as requested, CA changed, RE refused (rule 19)", PROMISE_STATUSES),
        ),
    ),
    Table(
        name="delivery_events",
        grain="one row per event in the life of an order line (rule 21)",
        key=(*_KEY, "event_no"),
        columns=(
            *_LINE,
            code("event_no", "the event's number within the line", required=True),
            choice("kind", "what happened", EVENT_KINDS, required=True),
            day("event_on", "when", required=True),
            price("quantity", "how many; all that is left where empty"),
            text("carrier", "carrier"),
            code("tracking_no", "the carrier's number"),
            text("tracking_url", "where the carrier tells where it is; only https is shown"),
            code("delivery_note", "delivery note"),
            text("serial_nos", "serial numbers of what was sent, between spaces"),
        ),
    ),
)
