"""The theme's script with one fault mended: a listener that it never took away kept every page that a reader had left.

With instant navigation it watches the width of the window anew on each page, and lets none of these watches go: each holds its page. The
name of the file stays, so that the templates find it.
"""

import re

from mkdocs.structure.files import Files

SCRIPT = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
WATCH = re.compile(r"(\w+)\((\w+)=>(\w+)\.addListener\(\(\)=>\2\(\3\.matches\)\)\)")
MENDED = r"\1(\2=>{const told=()=>\2(\3.matches);\3.addListener(told);return told},(\2,told)=>\3.removeListener(told))"


def mend(files: Files) -> list[str]:
    """Gives the theme's script what takes its listener away; what is wrong if it is no longer the one that this was written for."""
    scripts = [file for file in files if SCRIPT.fullmatch(file.src_uri)]
    mended = 0
    for file in scripts:
        file.content_string, count = WATCH.subn(MENDED, file.content_string)
        mended += count
    return (
        []
        if mended == len(scripts) == 1
        else [f"hooks/theme.py: {mended} watches of a width in {len(scripts)} scripts of the theme, not one"]
    )
