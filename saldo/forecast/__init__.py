"""Forecasts as plain functions over numpy arrays. How far they reach, in months."""

AHEAD = 25  # what is left of the current month, and 24 whole ones
HISTORY = 60
