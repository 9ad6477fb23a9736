// @ts-check
/**
 * Turns modules into classic scripts, for pages that may not load modules: those in a folder on a disk, and those in a closed frame.
 *
 *     node bundle.js ENGINE CALC OUT    the workers of both engines, and the script of a page, as single files
 *
 * What a loader does under Node is left out or never reached. Where that can no longer be told, this fails.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const [engine, calc, out] = process.argv.slice(2).map((folder) => resolve(folder));
const NODE = ["node:*", "module", "fs", "ws"];
/** MicroPython's loader ends with a command line for Node, and awaits its modules where a classic script cannot. */
const COMMAND = 'const path=await import("path"),url=await import("url"),';

/** @type {import("esbuild").Plugin} */
const engines = {
  name: "engines",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^engine\// }, ({ path }) => ({ path: join(engine, path.slice("engine/".length)) }));
    onLoad({ filter: /\/micropython\.js$/ }, ({ path }) => {
      const parts = readFileSync(path, "utf8").split(COMMAND);
      if (parts.length !== 2) throw new Error(`the end of micropython.js is not the one that is left out: ${parts.length - 1} times “${COMMAND}”`);
      return { contents: parts.join("const path={},url={},") };
    });
  },
};

/**
 * @param {string} name
 * @param {string} source
 * @param {string} address what the script takes for its own address, as an expression
 */
async function classic(name, source, address) {
  const { warnings, outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, sourcefile: `${name}.js` },
    outfile: join(out, `${name}.js`),
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    minifyWhitespace: true,
    legalComments: "inline",
    external: NODE,
    define: { "import.meta.url": address },
    logOverride: { "direct-eval": "silent", "commonjs-variable-in-esm": "silent" }, // Emscripten's, in code that nothing reaches
    plugins: [engines],
    logLevel: "silent",
    metafile: true,
    write: true,
  });
  const text = readFileSync(join(out, `${name}.js`), "utf8");
  if (warnings.length) throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join("\n"));
  if (text.includes("import.meta")) throw new Error(`${name}.js still asks for its own address`);
  return outputFiles;
}

/** @param {string} module */
const worker = (module) => `
  import "./inside.js";
  import { answering } from "engine/${module}.js";
  import { work } from "engine/work.js";
  work(answering, self.name.split(" ").slice(1));
`;

try {
  await classic("instant", worker("instant"), '"classic:/engine/"');
  await classic("start", worker("start"), '"classic:/engine/"');
  await classic("guide", `import ${JSON.stringify(join(calc, "main.js"))};`, "calcAddress");
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
