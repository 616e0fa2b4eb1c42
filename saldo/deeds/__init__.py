"""Deeds: what people do under their own scope: dispute, decide, request, keep.

A deed is a plain function of an `Actor` and values. It first asks `saldo.reporting` under the
actor's scope whether the thing is theirs, then writes to the desk with a line in the audit trail.
"""

from saldo.deeds.acting import Actor, NotTheirs, Refused

__all__ = ["Actor", "NotTheirs", "Refused"]
