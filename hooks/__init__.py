"""What puts calculators on pages: a Python-Markdown extension, an audit of the pages, and the site's build."""
