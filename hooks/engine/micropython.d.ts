// What the tests use of MicroPython's package, which brings no types.
declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  export function loadMicroPython(options: { heapsize?: number }): Promise<{
    FS: { mkdirTree(path: string): void; writeFile(path: string, text: string): void };
    runPython(source: string): unknown;
    globals: { get(name: string): any };
  }>;
}
