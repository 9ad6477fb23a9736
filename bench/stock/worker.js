// @ts-check
/** Stock Pyodide, started as its documentation says. */

// @ts-ignore the benchmark puts Pyodide's own files beside this one
import { loadPyodide } from "./pyodide.mjs";

const asked = new Promise((resolve) => (self.onmessage = ({ data }) => resolve(data)));
const python = await loadPyodide();
const archive = await fetch(new URL("calc.zip", import.meta.url));
python.unpackArchive(await archive.arrayBuffer(), "zip");
const { answer } = python.pyimport("calc.contract");
self.postMessage(answer(await asked));
