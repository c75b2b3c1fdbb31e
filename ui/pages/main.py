"""What Streamlit runs each time that a page is drawn: the pages and the way between them."""

import streamlit as st

from ui import labels, navigation
from ui.scripts import ASSETS

here = st.navigation(
    [navigation.chat_page(), *map(navigation.page_beside_chat, navigation.BESIDE_CHAT)],
    position="hidden",
)
at_chat = here.url_path == ""
st.set_page_config(
    page_title=labels.NAME if at_chat else f"{here.title} · {labels.NAME}",
    page_icon=ASSETS / "icon.svg",
    layout="centered" if at_chat else "wide",
    initial_sidebar_state="auto",
)
navigation.head(here.url_path)
here.run()
