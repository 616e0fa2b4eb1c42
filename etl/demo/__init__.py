"""The demo company: a believable vendor and its customers, generated."""

from etl.demo.making import DemoFiles, generate
from etl.demo.people import DEMO_PEOPLE, DemoPerson

__all__ = ["DEMO_PEOPLE", "DemoFiles", "DemoPerson", "generate"]
