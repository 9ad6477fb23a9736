"""The live pages without modules, for a folder on a disk and for a closed frame: neither may load a module, nor fetch a file.

`publish(site)` puts classic scripts into a built site:

    page.js              in the head of a page: gives it workers and files (ours)
    guide.js             all that a page runs
    instant.worker.js    MicroPython with its worker, start.worker.js: Pyodide with its own, search.worker.js: the theme's search
    tokens.css           the style sheet that names the fonts, with the fonts in it
    *.js                 the engine's other files, each a text in a script

Every other file is a script that hands over one text in base64, compressed, which `page.js` or `inside.js` unpacks.
"""

from hooks.classic.place import FOLDER, publish, release

__all__ = ["FOLDER", "publish", "release"]
