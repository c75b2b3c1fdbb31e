"""Dead articles whose address still answers, with the section's page or the front page."""

from urllib.parse import urlsplit

from ingest.address import is_front_page, plain_address, same_site


def is_section(asked: str, found: str) -> bool:
    """Whether a redirect leads up from an article to the page of its section, or to the front page of its site.

    Also the shorter address of an article stands above the longer one ("/news/4711/storm-hits-coast", "/news/4711"),
    so the last part of what was found must look like the name of a section: no number, not more than two words.
    """
    if is_front_page(found):
        return not is_front_page(asked)
    above, below = _parts(found), _parts(asked)
    name = above[-1] if above else ""
    plain = not any(letter.isdigit() for letter in name) and name.count("-") + name.count("_") <= 1
    return same_site(asked, found) and len(above) < len(below) and below[: len(above)] == above and plain


def _parts(url: str) -> list[str]:
    return [part for part in urlsplit(plain_address(url)).path.split("/") if part]
