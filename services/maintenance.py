"""Check, back up, restore, migrate and rebuild the library."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.care import Finding
from domain.errors import SettingError
from domain.lazy import Lazy
from ingest.doctor import Doctor
from ingest.extract.examine import Examiner
from ingest.extract.sandbox import Sandboxes
from ingest.pipeline import Ingest as Pipeline
from services.ingest import Progress
from settings import Settings
from store import SqliteLibrary
from store.connections import FILE_NAME
from store.drives import network_file_system
from store.keeping import back_up, set_aside_if_damaged

ON_NETWORK = (
    "The library's folder lies on a network drive ({file_system}), where SQLite's locks do not hold: two machines that"
    " write can damage it, and it may stay locked. Move the folder to a local disk (DATELINE_LIBRARY); where several"
    " machines need one library, see docs/operating.md."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """Maintains the stored data. The page can be used meanwhile."""

    settings: Settings
    store: Lazy[SqliteLibrary]
    pipeline: Lazy[Pipeline]
    doctor: Callable[[], Doctor]
    examiner: Lazy[Examiner]
    parsers: Lazy[Sandboxes]

    def examine(self) -> list[Finding]:
        """Check the library and repair what can be repaired; derive missing data of articles first."""
        self.examiner().examine_all()
        return [*self.doctor().examine(), self._drive(), self._sandbox()]

    def drive_warning(self) -> str | None:
        """Return a warning, with what to do, if the library's folder is on a network drive; else None."""
        found = network_file_system(self.settings.library)
        return None if found is None else ON_NETWORK.format(file_system=found)

    def back_up(self, file: Path) -> int:
        """Write a backup of all stored data, except access tokens, to one file; return the number of articles."""
        return back_up(self.store().file, file)

    def restore(self, file: Path) -> int:
        """Replace the library, even a damaged one, by a backup; return the number of articles."""
        if self.settings.database_url is None:  # else the file is only a copy
            set_aside_if_damaged(self.settings.library / FILE_NAME, file)
        return self.pipeline().restore(lambda: self.store().restore(file))

    def migrate(self) -> tuple[int | None, int]:
        """Create or migrate the tables in the PostgreSQL database; return the schema version before and now.

        The version before is None if there were no tables. Raises SettingError if no database is configured.
        """
        if self.settings.database_url is None:
            raise SettingError(
                "There is no database to bring up to date: DATELINE_DATABASE_URL is not set.",
                hint="A library of one file is brought up to date whenever it is opened.",
            )
        from store.postgres import migrate

        url = self.settings.database_url.get_secret_value()
        return migrate(url, lock_timeout_s=self.settings.lock_timeout_s)

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Rebuild the vector index from the library; return the number of its vectors."""
        return self.pipeline().rebuild(progress=progress)

    def _drive(self) -> Finding:
        warning = self.drive_warning()
        return Finding(check="drive", state="wrong" if warning else "fine", detail=warning or "not on a network drive")

    def _sandbox(self) -> Finding:
        network = "can reach the network" if self.parsers().has_network() else "has no network"
        return Finding(check="sandbox", state="fine", detail=f"what parses files {network}")
