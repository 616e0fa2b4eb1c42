"""Intake: what may come in. The canonical tables and the rules that type a text cell."""
