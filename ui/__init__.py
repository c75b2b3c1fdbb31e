"""The page. It shows values that the services return, and holds no logic of its own."""
