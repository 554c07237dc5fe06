/** The few calls of the WebAssembly interface that are used, with types; the compiler's Node library has none. */

export interface WasmMemory {
  readonly buffer: ArrayBuffer
}

declare const WebAssembly: {
  readonly Memory: new (limits: { readonly initial: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const PAGE_BYTES = 65536

/** Zeroed memory of at least this size; parts that are never used are never taken from the system. */
export function createMemory(sizeBytes: number): WasmMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(sizeBytes / PAGE_BYTES) })
}

/** Compiles a module that imports `env.memory`, and gives its exports. */
export function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory): unknown {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports
}
