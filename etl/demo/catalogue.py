"""What the vendor sells: products by category, and the machines it looks after."""

from __future__ import annotations

from dataclasses import dataclass

VENDOR = "Tallvret Lagerteknik AB"
FACTOR = "Silverskär Factoring AB"


@dataclass(frozen=True, slots=True)
class Product:
    """One product; `price` in kronor, `most` the usual largest quantity on a line."""

    no: str
    name: str
    category: str
    unit: str
    price: int
    most: int


@dataclass(frozen=True, slots=True)
class Model:
    """One kind of machine: its service price a month and what it costs to buy, in kronor."""

    product_no: str
    prefix: str
    name: str
    service: int
    price: int


CONSUMABLES = (
    Product("F1010", "Etikettrulle 102 × 152 mm", "hardware", "rulle", 85, 240),
    Product("F1020", "Etikettrulle 70 × 35 mm", "hardware", "rulle", 60, 300),
    Product("F1030", "Färgband vax/harts 110 mm", "hardware", "st", 120, 90),
    Product("F1040", "Batteri till handdator", "hardware", "st", 890, 24),
    Product("F1050", "Skyddsfodral till handdator", "hardware", "st", 340, 30),
    Product("F1060", "Skrivhuvud 300 dpi", "hardware", "st", 3200, 4),
    Product("F1070", "Rengöringskort", "hardware", "fp", 210, 12),
    Product("F1080", "Pallflaggor, vita", "hardware", "fp", 460, 40),
)
DEVICES = (
    Product("H2010", "Handdator HD-200", "hardware", "st", 14900, 8),
    Product("H2020", "Handdator HD-350 frys", "hardware", "st", 22400, 5),
    Product("H2030", "Ringläsare RL-10", "hardware", "st", 7900, 10),
    Product("H2040", "Etikettskrivare ES-4", "hardware", "st", 18600, 3),
    Product("H2050", "Etikettskrivare ES-6 industri", "hardware", "st", 42500, 2),
    Product("H2060", "Truckdator TD-12", "hardware", "st", 31800, 4),
    Product("H2070", "Golvvåg GV-1500", "hardware", "st", 48000, 1),
    Product("H2080", "Laddstation, 5 fack", "hardware", "st", 5600, 6),
)
SYSTEMS = (
    Product("H3010", "Rullbana RB, 24 m", "hardware", "st", 285000, 1),
    Product("H3020", "Sorteringsbana SB-8", "hardware", "st", 640000, 1),
    Product("H3030", "Hisslager HL-9", "hardware", "st", 980000, 2),
    Product("H3040", "Applikatorstation AP-2", "hardware", "st", 196000, 2),
)
LICENCES = (
    Product("P4010", "Lagersystem, tilläggsmodul inventering", "software", "st", 38000, 1),
    Product("P4020", "Lagersystem, användarlicens", "software", "st", 2900, 15),
    Product("P4030", "Etikettmallar, paket", "software", "st", 6400, 2),
)
SERVICES = (
    Product("T5010", "Konsulttimmar lagersystem", "services", "h", 1350, 40),
    Product("T5020", "Utbildning på plats, dag", "services", "dag", 16500, 3),
    Product("T5030", "Installation på plats", "services", "h", 1090, 24),
    Product("T5040", "Felavhjälpande arbete", "services", "h", 1190, 10),
    Product("T5050", "Resa och traktamente", "services", "st", 1850, 3),
)
AGREED = (
    Product("S6010", "Service handdator", "maintenance", "mån", 185, 1),
    Product("S6020", "Service etikettskrivare", "maintenance", "mån", 290, 1),
    Product("S6030", "Service truckdator", "maintenance", "mån", 240, 1),
    Product("S6040", "Service golvvåg", "maintenance", "mån", 410, 1),
    Product("S6050", "Service rullbana", "maintenance", "mån", 2450, 1),
    Product("P7010", "Lagersystem, grundlicens", "software", "mån", 8900, 1),
    Product("P7020", "Lagersystem, användare", "software", "mån", 260, 1),
    Product("U8010", "Hyra truckdator", "hardware", "mån", 940, 1),
)
MODELS = (
    Model("S6010", "HD", "Handdator HD-200", 185, 14900),
    Model("S6020", "ES", "Etikettskrivare ES-6", 290, 42500),
    Model("S6030", "TD", "Truckdator TD-12", 240, 31800),
    Model("S6040", "GV", "Golvvåg GV-1500", 410, 48000),
    Model("S6050", "RB", "Rullbana RB, 24 m", 2450, 285000),
)
RENTED = Model("U8010", "TH", "Truckdator TD-12, hyrd", 940, 31800)
PRODUCTS = (*CONSUMABLES, *DEVICES, *SYSTEMS, *LICENCES, *SERVICES, *AGREED)
CARRIERS = ("Älvfrakt", "Bärnstensbud", "Tre Ringars Gods")
