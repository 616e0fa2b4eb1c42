"""The front door: the pages a viewer may open, and nothing else."""

from saldo.ui.navigation import navigate

navigate()
