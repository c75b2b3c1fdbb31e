"""Render the documentation of the interface: one HTML page without scripts, from the OpenAPI description."""

from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; padding: .75rem; background: #f4f4f4; }
h2 { margin-top: 2rem; font-size: 1.1rem; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #191919; } pre { background: #262626; }
  a { color: #9bf; } }
"""


def interface_page(description: Mapping[str, Any]) -> str:
    """Return the page of an OpenAPI description: each operation with its parameters, body and responses."""
    info = description["info"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        *(f"<p>{escape(paragraph)}</p>" for paragraph in info.get("description", "").split("\n\n")),
        '<p>The same for programs: <a href="openapi.json">openapi.json</a></p>',
    ]
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            parts.append(f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>")
            parts.append(f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>")
            parts += _parameters(operation)
            parts += _body(operation, description)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(info["title"])}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _parameters(operation: Mapping[str, Any]) -> list[str]:
    rows = [
        f"<li><code>{escape(one['name'])}</code> ({escape(one['in'])}){_note(one)}</li>"
        for one in operation.get("parameters", ())
    ]
    return [f"<ul>{''.join(rows)}</ul>"] if rows else []


def _body(operation: Mapping[str, Any], description: Mapping[str, Any]) -> list[str]:
    shown = []
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = _resolved(content.get("schema", {}), description)
        fields = "\n".join(_field(name, field, schema, description) for name, field in schema["properties"].items())
        shown.append(f"<p>Body: <code>{escape(media)}</code></p><pre>{fields}</pre>")
    return shown


def _field(name: str, field: Mapping[str, Any], schema: Mapping[str, Any], description: Mapping[str, Any]) -> str:
    needed = "" if name in schema.get("required", ()) else "?"
    return f"{escape(name)}{needed}: {escape(_kind(field, description))}{_note(field)}"


def _kind(field: Mapping[str, Any], description: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " | ".join(_kind(one, description) for one in field["anyOf"] if one.get("type") != "null")
    if "$ref" in field:
        resolved = _resolved(field, description)
        return "{" + ", ".join(resolved.get("properties", {})) + "}"
    if "enum" in field:
        return " | ".join(f'"{one}"' for one in field["enum"])
    if field.get("type") == "array":
        return f"[{_kind(field.get('items', {}), description)}]"
    return str(field.get("format") or field.get("type", "any"))


def _resolved(schema: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    found: Mapping[str, Any] = (
        description["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema
    )
    return {"properties": {}, **found}


def _note(field: Mapping[str, Any]) -> str:
    return f" – {escape(field['description'])}" if field.get("description") else ""
