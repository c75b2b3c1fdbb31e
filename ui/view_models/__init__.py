"""What components show, as plain data made from values of the domain: nothing here calls Streamlit."""
