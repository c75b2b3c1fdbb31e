"""The interface for other programs: HTTP and the Model Context Protocol (MCP)."""
