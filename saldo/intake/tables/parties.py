"""Who there is: companies, customers, their sites and contacts, reps, products."""

from saldo.intake.tables.base import (
    Table,
    amount,
    code,
    currency,
    flag,
    price,
    text,
    whole,
)

_ADDRESS = (
    text("street", "street address"),
    text("postal_code", "postal code"),
    text("city", "town"),
    code("country", "ISO 3166 code of two letters"),
)

PARTIES = (
    Table(
        name="companies",
        grain="one row per selling company",
        key=("company_no",),
        columns=(
            code("company_no", "the seller's own number", required=True),
            text("name", "registered name", required=True),
            code("organisation_no", "organisation number"),
            code("vat_no", "VAT number"),
            *_ADDRESS,
            currency("currency", "accounting currency"),
            code("bankgiro", "bankgiro number"),
            code("iban", "bank account"),
            code("bic", "bank"),
            text("email", "address for questions"),
            text("phone", "telephone"),
        ),
    ),
    Table(
        name="customers",
        grain="one row per customer account",
        key=("customer_no",),
        columns=(
            code("customer_no", "the account's number at the vendor", required=True),
            text("name", "registered name", required=True),
            code("organisation_no", "organisation number"),
            code("vat_no", "VAT number"),
            whole("terms_days", "payment terms in days"),
            amount("credit_limit", "credit limit, in `currency`"),
            currency("currency", "the account's usual currency"),
            whole("fiscal_year_start", "first month of the customer's fiscal year, 1 to 12"),
            price("recoverable_vat_share", "share of VAT the customer may deduct, 0 to 1"),
            code("peppol_id", "electronic invoice address"),
            code("parent_no", "customer number of the parent; a group's subsidiaries name it"),
            code("rep_no", "the account rep"),
            *_ADDRESS,
            text("email", "invoice address"),
            code("source_no", "the number as its source writes it, where that differs"),
            flag("derived", "true where no source listed the customer: made from its documents"),
        ),
        customer="customer_no",
    ),
    Table(
        name="sites",
        grain="one row per site of a customer",
        key=("customer_no", "site_no"),
        columns=(
            code("customer_no", "whose site", required=True),
            code("site_no", "the site's number", required=True),
            text("name", "the site's name"),
            *_ADDRESS,
        ),
        customer="customer_no",
    ),
    Table(
        name="contacts",
        grain="one row per contact of a customer",
        key=("customer_no", "email"),
        columns=(
            code("customer_no", "whose contact", required=True),
            text("email", "e-mail address", required=True),
            text("name", "name"),
            text("role", "what the contact does"),
            text("phone", "telephone"),
        ),
        customer="customer_no",
    ),
    Table(
        name="reps",
        grain="one row per account rep",
        key=("rep_no",),
        columns=(
            code("rep_no", "the rep's number", required=True),
            text("name", "name", required=True),
            text("email", "e-mail address"),
            text("phone", "telephone"),
            text("hours", "when the rep can be reached"),
            code("deputy_no", "who stands in"),
        ),
    ),
    Table(
        name="products",
        grain="one row per product or service",
        key=("product_no",),
        columns=(
            code("product_no", "the product's number", required=True),
            text("name", "name", required=True),
            text("category", "hardware, software, maintenance, services, or the vendor's own"),
            text("unit", "unit of sale"),
        ),
    ),
)
