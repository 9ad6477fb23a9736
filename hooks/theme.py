"""The theme's script with three things mended. The name of the file stays, so that the templates find it.

With instant navigation it watches the width of the window anew on each page, and never lets go of a watch, which holds its page. It sorts
all words of the site for its search as soon as a page is loaded, unless that is a file: a second of work for a phone, while a calculator
starts. Now it waits everywhere until the search is opened, as it does for a file. And it loads those words on every page, to mark what was
searched for; now it does so on pages that a search led to.
"""

import re

from mkdocs.structure.files import Files

SCRIPT = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
MENDED = {
    r"([\w$]+)\((\w+)=>(\w+)\.addListener\(\(\)=>\2\(\3\.matches\)\)\)": (
        r"\1(\2=>{const told=()=>\2(\3.matches);\3.addListener(told);return told},(\2,told)=>\3.removeListener(told))"
    ),
    r'\(([\w$]+)\(location\.protocol!=="file:"\),': r"(\1(false),",
    r'[\w$]+\(\[(\w+),(\w+\.pipe\([^\]]*\.searchParams\.get\("h"\)\)\))\]\)': (
        r"new \1.constructor(told=>\2.subscribe(place=>told.add(\1.subscribe(index=>told.next([index,place])))))"
    ),
}


def mend(files: Files) -> list[str]:
    """Mends the theme's script; what is wrong if it is no longer the one that this was written for."""
    scripts = [file for file in files if SCRIPT.fullmatch(file.src_uri)]
    counts = dict.fromkeys(MENDED, 0)
    for file in scripts:
        for old, new in MENDED.items():
            file.content_string, found = re.subn(old, new, file.content_string)
            counts[old] += found
    return [f"hooks/theme.py: the theme’s script has {count} times what one mend expects once" for count in counts.values() if count != 1]
