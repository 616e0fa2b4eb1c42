"""Invented names of companies, people and places to stand at."""

from __future__ import annotations

_FIRST = (
    "Gran", "Älv", "Sten", "Ljung", "Björk", "Frost", "Sjö", "Norr", "Kall", "Ask", "Moss",
    "Rönn", "Vit", "Brons", "Lom", "Järn", "Silver", "Häger", "Lav", "Myr", "Räv", "Uggle",
    "Vass", "Tjäder", "Hassel", "Lönn", "Klöver", "Flint", "Skiffer", "Tegel",
)  # fmt: skip
_SECOND = (
    "hammar", "vret", "skär", "rike", "gärde", "bro", "kulla", "mo", "holt", "sund", "klint",
    "dräkt", "mark", "hed", "källa", "ström", "udde", "våg", "port", "lycka",
)  # fmt: skip
_TRADES = (
    "Livsmedel", "Logistik", "Verkstad", "Bygghandel", "Dagligvaror", "Elgrossist", "Snickeri",
    "Emballage", "Reservdelar", "Textil", "Färg", "Tryckeri", "Kyl & Frys", "Trädgård",
    "Medicinteknik", "Kontor", "Möbler", "Plåt", "Däck", "Bageri",
)  # fmt: skip
_FOREIGN_TRADES = {"NO": "Lager", "DK": "Lager", "FI": "Varasto", "DE": "Lager", "JP": "Trading",
                   "KW": "Trading"}  # fmt: skip
_FORMS = {"SE": "AB", "NO": "AS", "DK": "ApS", "FI": "Oy", "DE": "GmbH", "JP": "KK", "KW": "WLL"}
_TOWNS = {
    "SE": (
        ("Västerås", "721 30"), ("Örebro", "702 27"), ("Borås", "504 62"), ("Jönköping", "553 03"),
        ("Gävle", "802 67"), ("Umeå", "904 22"), ("Halmstad", "302 44"), ("Karlstad", "652 24"),
        ("Norrköping", "602 28"), ("Växjö", "352 45"), ("Eskilstuna", "632 29"),
        ("Helsingborg", "254 66"), ("Sundsvall", "856 33"), ("Linköping", "582 54"),
        ("Kalmar", "392 41"), ("Luleå", "973 45"), ("Skövde", "541 34"), ("Nyköping", "611 35"),
    ),
    "NO": (("Oslo", "0667"), ("Bergen", "5105"), ("Drammen", "3036")),
    "DK": (("Odense", "5220"), ("Aarhus", "8210"), ("Kolding", "6000")),
    "FI": (("Tampere", "33560"), ("Vaasa", "65380")),
    "DE": (("Lübeck", "23560"), ("Kiel", "24145")),
    "JP": (("Osaka", "553-0007"),),
    "KW": (("Kuwait City", "13001"),),
}  # fmt: skip
STREETS = (
    "Lagervägen", "Industrigatan", "Terminalgatan", "Verkstadsgatan", "Godsvägen", "Kajgatan",
    "Magasinsvägen", "Hantverkaregatan", "Banvallen", "Depågatan",
)  # fmt: skip
SITE_NAMES = ("Centrallager", "Lager Norr", "Lager Syd", "Produktion", "Returlager", "Butikslager")
_GIVEN = (
    "Anna", "Erik", "Sara", "Lars", "Eva", "Mikael", "Lena", "Per", "Åsa", "Jonas", "Helena",
    "Magnus", "Ulla", "Fredrik", "Ingrid", "Oskar", "Birgitta", "Nils", "Malin", "Henrik",
)  # fmt: skip
_FAMILY = (
    "Lindroth", "Bergvall", "Sandelin", "Norrman", "Hägg", "Dalgren", "Åkerblom", "Sjöstrand",
    "Wikner", "Rosell", "Forsman", "Tengvall", "Ödman", "Brandt", "Lilja", "Kvist",
)  # fmt: skip
_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


def company_name(index: int, country: str = "SE") -> str:
    """The invented name of the index-th company; no two indices below 12,000 share one."""
    first = _FIRST[index * 7 % len(_FIRST)]
    second = _SECOND[(index * 3 + index // 30) % len(_SECOND)]
    trade = _FOREIGN_TRADES.get(country) or _TRADES[(index + index // 600) % len(_TRADES)]
    town = f" {_TOWNS['SE'][index // 12_000 - 1][0]}" if index >= 12_000 else ""
    return f"{first}{second} {trade}{town} {_FORMS[country]}"


def group_name(stem: str, trade: str, country: str) -> str:
    """The name of a company of a group."""
    return f"{stem} {trade} {_FORMS[country]}"


def person_name(index: int) -> str:
    """The name of the index-th contact."""
    return f"{_GIVEN[index % len(_GIVEN)]} {_FAMILY[(index * 5 + index // 20) % len(_FAMILY)]}"


def town(index: int, country: str) -> tuple[str, str]:
    """(town, postal code)."""
    towns = _TOWNS[country]
    return towns[index % len(towns)]


def plain(text: str) -> str:
    """The text as an e-mail address writes it."""
    words = text.lower().translate(_PLAIN).replace("&", "och").split()
    return "-".join(words)


def domain(company: str) -> str:
    """The company's e-mail domain, in the reserved .example."""
    return plain(company.rsplit(" ", 1)[0]) + ".example"


def address(person: str, company: str) -> str:
    """A person's e-mail address at the company."""
    return f"{plain(person).replace('-', '.')}@{domain(company)}"
