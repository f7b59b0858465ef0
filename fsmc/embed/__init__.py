"""Documents with markers in, the same documents with the machine's pictures, tables and lines between them out.

    document --markers--> blocks --requests--> what is asked for --fragments--> lines between the markers

Nothing here touches the disk: where specs and pictures are is asked of whoever calls (`Surroundings`).
"""

from fsmc.embed.document import Document, Markup
from fsmc.embed.fill import Filled, Surroundings, fill

__all__ = ["Document", "Filled", "Markup", "Surroundings", "fill"]
