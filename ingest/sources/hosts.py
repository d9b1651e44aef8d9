"""Whose turn it is at each host, over all sources of a crawl, and which hosts a source may ask at all."""

from __future__ import annotations

import asyncio
import ipaddress
from math import inf
from time import monotonic
from urllib.parse import urlsplit

from ingest.sources.register import SourceEntry


class Hosts:
    """One queue a host, shared by all sources: two that lie on one host do not ask it twice as often."""

    def __init__(self) -> None:
        self._queues: dict[str, asyncio.Lock] = {}
        self._asked: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def asks_for(self, host: str, delay: float) -> None:
        """Remember the crawl delay that a host's robots.txt asks for, in seconds."""
        self._delays[host] = max(self._delays.get(host, 0.0), delay)

    def hold(self, host: str, seconds: float) -> None:
        """Ask nothing of a host for so long, whoever waits already."""
        self._held[host] = max(self._held.get(host, 0.0), monotonic() + seconds)

    async def turn(self, host: str, delay: float) -> None:
        """Wait until the host may be asked again; ``delay`` is the least number of seconds between two requests."""
        self.asks_for(host, delay)
        async with self._queues.setdefault(host, asyncio.Lock()):
            while (wait := self._free(host) - monotonic()) > 0:
                await asyncio.sleep(wait)
            self._asked[host] = monotonic()

    def _free(self, host: str) -> float:
        """When a host may be asked next; it may still say meanwhile that it wants to be left alone for longer."""
        return max(self._asked.get(host, -inf) + self._delays[host], self._held.get(host, 0.0))


def refusal(source: SourceEntry, address: str) -> str | None:
    """Why a source may not lead to an address, or ``None``.

    A page on the web leads to no address of this machine or its network; a page of this machine, which may be asked
    without delay or contact, leads to none on the web.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "it is no web address"
    if parts.scheme not in ("http", "https") or not host:
        return "it is no web address"
    local = _is_local(host)
    if source.loopback and not local:
        return "a source on this machine may not lead to the web"
    if local and not source.loopback:
        return "a source on the web may not lead to this machine or its network"
    return None


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
