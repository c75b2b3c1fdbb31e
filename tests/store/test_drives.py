"""A library on a network drive is named, with what to do; a local disk says nothing."""

from contextlib import closing
from pathlib import Path

import pytest

from assembly import build
from settings import load
from store.drives import network_file_system

LOCAL = (
    "22 1 0:20 / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/a",
    "23 22 0:21 / /proc rw,nosuid - proc proc rw",
    "24 22 8:1 / {folder} rw shared:2 master:1 - {kind} /dev/sda1 rw",
    "25 22 0:40 / {folder}-other rw - nfs4 server:/other rw",
)


def mounts(folder: Path, kind: str, *more: str) -> Path:
    file = folder.parent / "mountinfo"
    written = str(folder).replace(" ", "\\040")
    file.write_text("\n".join(line.format(folder=written, kind=kind) for line in (*LOCAL, *more)), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone"])
@pytest.mark.parametrize("name", ["news", "our news"])
def test_a_drive_of_another_machine_is_named(tmp_path: Path, kind: str, name: str) -> None:
    folder = tmp_path / name

    assert network_file_system(folder / "library", mounts(folder, kind)) == kind
    assert network_file_system(folder, mounts(folder, kind)) == kind


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "overlay", "zfs", "btrfs", "xfs", "fuse.ntfs-3g"])
def test_a_local_disk_says_nothing_also_beside_a_network_drive(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "news"

    assert network_file_system(folder / "library", mounts(folder, kind)) is None


def test_what_is_mounted_deepest_and_last_counts(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    deeper = "30 24 8:2 / {folder}/library rw - ext4 /dev/sdb1 rw"
    later = "31 22 8:3 / {folder} rw - ext4 /dev/sdc1 rw"

    assert network_file_system(folder / "library", mounts(folder, "nfs4", deeper)) is None
    assert network_file_system(folder / "elsewhere", mounts(folder, "nfs4", deeper)) == "nfs4"
    assert network_file_system(folder / "elsewhere", mounts(folder, "nfs4", later)) is None


def test_where_nothing_tells_what_is_mounted_nothing_is_said(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "none") is None


def test_the_program_says_what_may_go_wrong_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "news"
    with closing(build(load(library=folder))) as program:
        before = program.maintenance.drive_warning()
        monkeypatch.setattr("store.drives.MOUNTS", mounts(folder, "cifs"))
        said = program.maintenance.drive_warning()

    assert before is None
    assert said is not None
    assert "network drive (cifs)" in said
    assert "local disk (DATELINE_LIBRARY)" in said
