"""The page, as an ASGI application: ``streamlit run app.py``."""

import streamlit as st

from ui import server

app = st.App(server.SCRIPT, middleware=server.start(), lifespan=server.lifespan)
