"""The page's JavaScript modules in a page of the browser that no server answers: drawn from data, reports collected."""

from collections.abc import Mapping

from playwright.sync_api import Browser, Locator, Page, Route

from ui.scripts import SCRIPTS, loader, scripts_path

ADDRESS = "http://modules.test"
_EMPTY = "<!doctype html><html lang='en'><body></body></html>"


class Modules:
    """An empty page that can import every module; the test owns its clock."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page()
        self.page.clock.install()
        self.page.route(f"{ADDRESS}/**", self._serve)
        self.page.goto(ADDRESS)
        self.page.evaluate("() => { window.reports = []; window.report = (...what) => reports.push(what); }")

    def close(self) -> None:
        self.page.close()

    def run(self, code: str) -> object:
        """Run JavaScript that may import modules by their names; what each exports lies under its name, as in `dom`."""
        names = [name for name in SCRIPTS if f"{name.removesuffix('.js')}." in code]
        imports = "".join(
            f"const {name.removesuffix('.js')} = await import('{scripts_path(name)}'); " for name in names
        )
        return self.page.evaluate(f"async () => {{ {imports}{code} }}")

    def draw(self, component: str, data: Mapping[str, object], html: str = "") -> Locator:
        """Draw a component as Streamlit does, and return its element; the next time it is drawn anew in its place."""
        html = html or f'<div class="{component}"></div>'
        self.page.evaluate(
            """async ([script, html, data]) => {
              if (!window.place) {
                window.place = document.body.appendChild(document.createElement("div"));
                place.innerHTML = html;
                window.script = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
              }
              const { default: draw } = await import(window.script);
              draw({ data: [data], parentElement: place, setTriggerValue: report });
            }""",
            [loader(f"{component}.js"), html, dict(data)],
        )
        return self.page.locator("body > div").first

    def actions(self) -> list[tuple[str, str]]:
        """Return the name and the value of each action that was reported, in order and once."""
        actions = self.page.evaluate(
            "() => reports.flatMap(([name, report]) => (name === 'actions' ? JSON.parse(report).actions : []))"
        )
        return [*dict.fromkeys((str(one["name"]), str(one["value"])) for one in actions)]

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        name = path.rpartition("/")[2]
        if path == scripts_path(name) and name in SCRIPTS:
            route.fulfill(body=SCRIPTS[name], content_type="text/javascript")
        else:
            route.fulfill(body=_EMPTY, content_type="text/html", status=200 if path == "/" else 404)
