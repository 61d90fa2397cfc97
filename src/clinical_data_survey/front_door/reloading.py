"""Reading edited files again without a new kernel."""

from __future__ import annotations

import sys


def reload() -> None:
    """Forget everything that was read from files or computed from them: the next call reads them again.

    A running kernel keeps claims, questionnaire, surveys, wave and results once they are read. After an edit below
    `data/`, or of `CDS_WAVE`, call this. Edited code is another matter: it needs a new kernel.

    Returns
    -------
    None

    Raises
    ------
    Nothing
        A file that cannot be read is named by the next call that needs it.

    References
    ----------
    What is kept is kept by functools.cache of the standard library.

    Examples
    --------
    >>> import clinical_data_survey as cds
    >>> before = cds.claims().frame
    >>> cds.reload()
    >>> cds.claims().frame.equals(before)
    True
    """
    package = __name__.partition(".")[0]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == package:
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()
