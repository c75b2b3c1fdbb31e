"""The page: ``streamlit run app.py``."""

import streamlit as st

from ui import page, words

here = st.navigation([page.chat_page(), page.library_page()], position="hidden")
at_chat = here.url_path == ""
st.set_page_config(
    page_title=words.NAME if at_chat else f"{words.SHELF} · {words.NAME}",
    page_icon=page.ICON,
    layout="centered" if at_chat else "wide",
    initial_sidebar_state="auto",
)
page.head(at_chat=at_chat)
here.run()
