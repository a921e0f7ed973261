"""The files of a workspace: announced, uploaded, completed, shared.

Source: https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

from bot.sandbox.errors import SlackError
from bot.sandbox.records import File
from bot.sandbox.stamps import Stamps


class Files:
    """Every file, and the addresses to which those announced are uploaded.

    ``processing_seconds`` is how long Slack works on what the app uploaded: none, unless a
    test says so.
    """

    def __init__(self, stamps: Stamps) -> None:
        """Begin without files."""
        self._stamps = stamps
        self.processing_seconds = 0.0
        self._by_id: dict[str, File] = {}
        self._uploads: dict[str, str] = {}

    def announce(self, user: str, name: str, size: int) -> tuple[File, str]:
        """Expect the content of a file; give the file and the token of its address."""
        file = self._new(user, name, size)
        token = self._stamps.id("U")
        self._uploads[token] = file.id
        return file, token

    def add(self, user: str, name: str, content: bytes) -> File:
        """Keep a file that a person gives at Slack's own screen."""
        file = self._new(user, name, len(content))
        file.content, file.is_complete = content, True
        return file

    def complete(self, file: File) -> None:
        """Take a file as completed; from now on Slack works on it."""
        file.is_complete = True
        file.ready = self._stamps.clock() + self.processing_seconds

    def is_ready(self, file: File) -> bool:
        """Say whether Slack is done with a file."""
        return file.ready <= self._stamps.clock()

    def awaits(self, token: str) -> File | None:
        """Give the file that is uploaded to an address."""
        return self._by_id.get(self._uploads.get(token, ""))

    def all(self) -> list[File]:
        """Give all files that are complete and not deleted, oldest first."""
        return [each for each in self._by_id.values() if each.is_complete and not each.deleted]

    def find(self, file_id: str) -> File:
        """Give a file, complete or not; raises SlackError: ``file_not_found``, ``file_deleted``."""
        file = self._by_id.get(file_id)
        if file is None:
            raise SlackError(name="file_not_found")
        if file.deleted:
            raise SlackError(name="file_deleted")
        return file

    def _new(self, user: str, name: str, size: int) -> File:
        file_id = self._stamps.id("F")
        created = int(self._stamps.clock())
        file = File(file_id, name, user, created, size, title=name)
        self._by_id[file_id] = file
        return file
