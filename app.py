"""What is served: streamlit run app.py [-- --index DIR] [--read-only]"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from views import connection, door, fetched, network, served, visits
from views.opened import settings


@asynccontextmanager
async def lifetime(_: st.App) -> AsyncIterator[None]:
    """Tells where the pages are, as soon as they are."""
    print(f"Quoth is at {served.address()}", flush=True)  # noqa: T201
    yield


network.stay_at_home()
password = os.environ.pop(door.PASSWORD, None)  # no process that is started here is told
before = [Middleware(served.Served, may_change=settings().may_change)]
if door.has_sign_in():
    before.append(Middleware(door.SignedIn))
elif password:
    before.append(Middleware(door.Door, password=password))
before.append(Middleware(visits.Visiting))
app = st.App(
    "views/pages.py",
    lifespan=lifetime,
    routes=fetched.routes(settings().index),
    middleware=before,
    on_script_error=connection.failed,
)
