// The loader, as the build places it beside start.js.
export * from "pyodide";
