"""The words everybody shares: values, protocols and errors. Standard library and numpy types only."""
