/** The pixel loops as functions on one memory. Buffers may be read and written up to 64 bytes past their end. */
import { assemble } from './assembler.ts'
import { colourKernel } from './colour-kernel.ts'
import { instantiate, type WasmMemory } from './host.ts'
import { blendKernel, overKernel } from './mix-kernels.ts'
import { resampleKernel, resampleNearKernel } from './resample-kernel.ts'

/** Addresses are byte positions in the shared memory. */
export interface Kernels {
  /** (first, second, target, bytes, weight in 64ths of the second) */
  blend(...values: readonly number[]): void
  /** (target, target stride, premultiplied, alpha, width in eights of pixels, height) */
  layOver(...values: readonly number[]): void
  /** (rgb, width, height, target) */
  fromRgb(...values: readonly number[]): void
  /** (source, source width, rows of taps, target, target width, target height, columns of taps, row buffer) */
  resample(...values: readonly number[]): void
  /** The same with blocks of columns, for small steps. */
  resampleNear(...values: readonly number[]): void
}

/** Compiles the kernels for a memory; a few milliseconds. */
export function loadKernels(memory: WasmMemory): Kernels {
  const module = assemble([blendKernel, overKernel, colourKernel, resampleKernel, resampleNearKernel])
  // The exports are the functions assembled above; WebAssembly's own types do not know that.
  return instantiate(module, memory) as Kernels
}
