"""The words everybody shares: values, seams and errors. Standard library and numpy types only."""
