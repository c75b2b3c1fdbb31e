"""The page, as an ASGI application: ``streamlit run app.py``."""

import streamlit as st

from ui import serving

app = st.App(serving.SCRIPT, middleware=serving.start(), routes=serving.routes(), lifespan=serving.lifespan)
