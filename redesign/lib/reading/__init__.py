"""Reading what people send: a file or pasted text becomes a table of text cells, or a sentence that says why not.

Pure, and wary: whatever the bytes, the only exception is `Unreadable`; nothing of a file is ever evaluated.
"""

from redesign.lib.reading.problems import Problem, Unreadable, shown
from redesign.lib.reading.tables import MOST_BYTES, Table, read_file, read_text

__all__ = ["MOST_BYTES", "Problem", "Table", "Unreadable", "read_file", "read_text", "shown"]
