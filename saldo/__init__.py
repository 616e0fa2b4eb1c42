"""Saldo: the account desk between a vendor and its business customers."""
