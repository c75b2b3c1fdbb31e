"""What Streamlit runs each time that a page is drawn: the pages and the way between them."""

import streamlit as st

from ui import components, frame, words

here = st.navigation([frame.chat_page(), frame.library_page(), frame.draft_page()], position="hidden")
at_chat = here.url_path == ""
st.set_page_config(
    page_title=words.NAME if at_chat else f"{here.title} · {words.NAME}",
    page_icon=components.ASSETS / "icon.svg",
    layout="centered" if at_chat else "wide",
    initial_sidebar_state="auto",
)
frame.head(here.url_path)
here.run()
