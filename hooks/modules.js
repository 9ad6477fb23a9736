// @ts-check
/**
 * Makes one script of a module and all that it imports at once; what it imports later stays a script of its own. `inputs.json` says what is in them.
 *
 *     node modules.js CALC OUT NAME...
 */
import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";

const [calc, out] = process.argv.slice(2, 4).map((folder) => resolve(folder));

try {
  const { metafile, warnings } = await build({
    entryPoints: process.argv.slice(4).map((name) => join(calc, `${name}.js`)),
    outdir: out,
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    minify: true,
    plugins: [{
      name: "later",
      setup: ({ onResolve }) => onResolve({ filter: /^\.\// }, ({ kind, path }) =>
        kind === "dynamic-import" || (kind === "import-statement" && path === "./main.js") ? { path, external: true } : null), // which all share
    }],
    logLevel: "silent",
    metafile: true,
  });
  if (warnings.length) throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join("\n"));
  writeFileSync(join(out, "inputs.json"), JSON.stringify(Object.keys(metafile.inputs).map((file) => relative(calc, resolve(file)))));
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
