"""What can go wrong between the program and its Postgres, as a tree of exceptions.

PostgresError               subject, fact, remedy; the message is the three as one sentence
├── Unavailable             the database does not answer now; the same request may work later
├── EmbeddedError           the embedded server cannot be started
│   ├── BinariesMissing     the wheel with the programs of Postgres is not installed
│   ├── DataFolderTaken     another server works on the data folder
│   ├── DataFolderUnusable  the data folder cannot be made, read, written or entered
│   ├── OtherMajorVersion   the data folder was written by another major version
│   ├── DiskFull            no space is left for the data folder
│   └── StartFailed         Postgres gave up for a reason of its own, which is told
└── MigrationError          the database cannot be brought to this program's shape
    ├── BadMigrations       the numbered files themselves have a gap or a wrong name
    ├── ServerTooOld        the server is older than the oldest supported major version
    ├── DatabaseNewer       the database was migrated by a newer program
    └── MigrationChanged    a file that was applied has been edited since

Expected refusals of the log (a duplicate, a lost fence) are values; see `server.log`.
"""


class PostgresError(Exception):
    """A trouble with Postgres, told as subject, fact and remedy."""

    def __init__(self, subject: str, fact: str, remedy: str) -> None:
        super().__init__(f"{subject} {fact}; {remedy}")
        self.subject = subject
        self.fact = fact
        self.remedy = remedy


class Unavailable(PostgresError):
    """The database does not answer now; the same request may work later."""


class EmbeddedError(PostgresError):
    """The embedded server cannot be started."""


class BinariesMissing(EmbeddedError):
    """The wheel with the programs of Postgres is not installed."""


class DataFolderTaken(EmbeddedError):
    """Another server works on the data folder."""


class DataFolderUnusable(EmbeddedError):
    """The data folder cannot be made, read, written or entered."""


class OtherMajorVersion(EmbeddedError):
    """The data folder was written by another major version of Postgres."""


class DiskFull(EmbeddedError):
    """No space is left for the data folder."""


class StartFailed(EmbeddedError):
    """Postgres gave up for a reason of its own, which is told."""


class MigrationError(PostgresError):
    """The database cannot be brought to this program's shape."""


class BadMigrations(MigrationError):
    """The numbered files themselves have a gap or a wrong name."""


class ServerTooOld(MigrationError):
    """The server is older than the oldest supported major version."""


class DatabaseNewer(MigrationError):
    """The database was migrated by a newer program."""


class MigrationChanged(MigrationError):
    """A file that was applied has been edited since."""
