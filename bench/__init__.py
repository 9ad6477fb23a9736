"""What a live answer costs, measured in one run: this site, and its page with stock Pyodide, PyScript, plain JavaScript, or nothing."""
