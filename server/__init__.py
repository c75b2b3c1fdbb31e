"""The library for other programs: HTTP and MCP, an entrance beside app.py."""
