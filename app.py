"""The page: ``streamlit run app.py``."""

import streamlit as st

from ui import page, words

st.set_page_config(page_title=words.NAME, page_icon=page.ICON, layout="centered", initial_sidebar_state="auto")
st.navigation([st.Page(page.show, title=words.NAME, default=True)], position="hidden").run()
