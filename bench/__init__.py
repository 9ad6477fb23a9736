"""What a live answer costs, measured in one run: this site, stock Pyodide in a worker on the same page, and the page without any of it."""
