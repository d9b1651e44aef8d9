"""The app in the browser: Gradio's pages inside a FastAPI app that serves page images and keeps everything local."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import words
from app.annual import export as annual_export
from app.briefing import export as briefing_export
from app.deciding import routes as decide
from app.digest import routes as digest_routes
from app.draft import routes as draft_routes
from app.gate import routes as keeping_out
from app.house import House, Searching
from app.recommendations import routes as recommendation_routes
from app.scope import routes as scope_routes
from app.shortlist import routes as shortlist_routes
from app.themes import export as theme_export
from app.web import downloads, dropped, feed, files, places
from app.web.picture import Pictures
from app.web.shell import Shell
from index.errors import IndexingError
from index.searching.query import Filters
from ingest.library import Library

_MANNERS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ALLOW_FLAGGING": "never",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def build(
    library_folder: Path, *, open_searcher: Callable[[Library], Searching] | None = None, base: str | None = None
) -> FastAPI:
    """The app over one library. ``open_searcher`` stands in for the index in tests; ``base`` is the app's own address.

    Raises the errors of ``ingest.errors`` where the library cannot be opened; a missing index is said on the page.
    """
    os.environ.update(_MANNERS)
    house = House(Library.open(library_folder), open_searcher or _searcher)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_closing(house))
    app.state.house = house
    house.base = base
    app.include_router(files.router(house.library, Pictures()))
    app.include_router(decide.router(house))
    app.include_router(keeping_out.router(house))
    app.include_router(feed.router(house, base))
    app.include_router(digest_routes.router(house))
    app.include_router(downloads.router(house.downloads))
    app.include_router(dropped.router())
    app.include_router(draft_routes.router(house))
    app.include_router(theme_export.router(house))
    app.include_router(recommendation_routes.router(house))
    app.include_router(annual_export.router(house))
    app.include_router(briefing_export.router(house))
    app.include_router(scope_routes.router(house))
    app.include_router(shortlist_routes.router(house))
    app.mount("/app", StaticFiles(directory=Path(__file__).parent / "static"))
    _mount(app, house)
    app.add_middleware(Shell, dress=lambda path, query: _around(house, path, query), pages=places.TITLES)
    return app


def serve(library_folder: Path, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the app until it is stopped. Requests are not logged, for they hold what people look for."""
    app = build(library_folder, base=_base(host, port))
    threading.Thread(target=_warm, args=(app.state.house,), daemon=True).start()
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)


def _base(host: str, port: int) -> str | None:
    """The address that others reach the app by; ``None`` where it is bound to all that the machine has."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - looked for, not bound to
        return None
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _searcher(library: Library) -> Searching:
    from index.config import IndexConfig
    from index.desk import open_searcher

    return open_searcher(library, IndexConfig.from_environment())


def _warm(house: House) -> None:
    """Load the model before the first question is asked, so that nobody waits for it."""
    with suppress(IndexingError):
        house.search("warm", Filters(), 1)


def _mount(app: FastAPI, house: House) -> None:
    import gradio

    from app.pages import (
        annual,
        briefing,
        digest,
        draft,
        gate,
        library,
        queue,
        recommendations,
        repeat,
        review,
        scope,
        search,
        shortlist,
        themes,
        vocabulary,
    )
    from app.pages.theme import theme

    modules = (
        review,
        scope,
        shortlist,
        themes,
        annual,
        briefing,
        recommendations,
        repeat,
        draft,
        digest,
        library,
        queue,
        vocabulary,
        gate,
    )
    with gradio.Blocks(title="Common Thread", analytics_enabled=False, fill_width=True) as demo:
        gradio.Navbar(visible=False, main_page_name=False)
        search.lay_out(house)
    for page in modules:
        with demo.route(places.TITLES[page.PATH], page.PATH, show_in_navbar=False):
            page.lay_out(house)
    demo.queue(default_concurrency_limit=4, max_size=64, api_open=False)
    settings = {"footer_links": [], "ssr_mode": False, "show_error": False, "run_history": False}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="SSR mode is not supported")  # said even when it is not asked for
        gradio.mount_gradio_app(app, demo, path="/", theme=theme(), **settings)


def _closing(house: House) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        house.close()

    return lifespan


def _around(house: House, path: str, query: str) -> dict[str, object]:
    counts = house.library.catalogue.counts()
    held = words.count(counts.reviews, "review") if counts.reviews else words.count(counts.documents, "document")
    updated = house.updated()
    day = f" · updated {updated.day} {updated:%b %Y}" if updated else ""
    return places.around(path) | {"held": held + day, "feed": feed.named_on(house, path, query)}
