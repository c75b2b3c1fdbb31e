"""Detect network file systems: SQLite needs the locks, and the shared memory, of a local disk."""

from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "ncpfs", "glusterfs", "lustre", "virtiofs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.glusterfs", "fuse.s3fs", "fuse.smbnetfs", "davfs"),
}


def network_file_system(folder: Path, mounts: Path | None = None) -> str | None:
    """Return the type of a folder's file system, such as "nfs4", if it is a network file system.

    Args:
        folder: any folder.
        mounts: a file in the format of ``mountinfo`` in proc(5); None: that of this process.

    Returns:
        None if the folder is on a local disk, or if this cannot be found out, as on other systems than Linux.
    """
    try:
        lines = (mounts or MOUNTS).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    folder = folder.resolve()
    found: tuple[int, str] = (0, "")
    for line in lines:
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 6:
            continue
        point = Path(_unescaped(fields[4]))
        if folder.is_relative_to(point) and len(point.parts) >= found[0]:  # what is mounted later hides what was there
            found = len(point.parts), after.split(" ")[0]
    return found[1] if found[1] in _NETWORK else None


def _unescaped(field: str) -> str:
    """Return a field in which space, tab, line break and backslash are written in octal."""
    for code in ("\\040", "\\011", "\\012"):
        field = field.replace(code, chr(int(code[1:], 8)))
    return field.replace("\\134", "\\")
