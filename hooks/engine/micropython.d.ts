// MicroPython's loader, as the build places it beside instant.js. Its package brings no types: this is what we use of it.
export function loadMicroPython(options: { heapsize?: number; url?: string }): Promise<{
  FS: { mkdirTree(path: string): void; writeFile(path: string, content: Uint8Array): void };
  runPython(source: string): void;
  pyimport(name: string): any;
}>;
