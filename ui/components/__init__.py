"""The parts of a page, drawn by Streamlit or by JavaScript of their own."""
