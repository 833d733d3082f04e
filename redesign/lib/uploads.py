"""Files that are sent to us: no more of them is written down than may be taken in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class LiddedUpload(FileUploadHandler):
    """Stands before Django's own handlers and hands on no more than settings.MAX_UPLOAD_BYTES of a request's files.

    What comes after is read and forgotten, so that the form can still say in words that the file is too large: its size
    is above the limit by then, whatever it really was.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._handed_on = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._handed_on > settings.MAX_UPLOAD_BYTES:
            return None
        self._handed_on += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler makes the file."""
