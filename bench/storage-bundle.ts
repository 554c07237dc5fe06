/** Bundles a measured program as the packaged app is bundled, so that its processor time has no compiling in it. */
import path from 'node:path'
import { build } from 'vite'

/** Gives the bundle's path, below `outFolder`. Packages stay outside, as in the app. */
export async function bundleLane(entry: string, outFolder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.resolve(import.meta.dirname, '..'),
    ssr: { external: true },
    build: {
      ssr: path.join(import.meta.dirname, entry),
      outDir: outFolder,
      target: 'node24',
      minify: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } }
    }
  })
  return path.join(outFolder, entry.replace(/\.ts$/, '.mjs'))
}
