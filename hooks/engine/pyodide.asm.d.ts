// Pyodide's glue, as the build places it beside start.js: makes the module of Emscripten from the settings of the loader.
export default function createPyodideModule(settings: any): Promise<any>;
