"""The last word to a request that is still being answered when the server has to end: come back.

Uvicorn cancels what has not finished within its time, and would call that an error of ours.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.answers import error_answer
from app.errors import ApiError


class Farewell:
    """ASGI middleware that turns a cancelled request into an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted if scope["type"] == "http" else send)
        except asyncio.CancelledError:
            if scope["type"] == "http" and not begun:
                restart = ApiError(503, "full", "The server restarts: come back in a moment.", retry_after=2)
                await error_answer(restart)(scope, receive, send)
