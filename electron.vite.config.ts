/** The three builds of the app: main process, preload and window. */
import { resolve } from 'node:path'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { adoptedStyles } from './scripts/adopted-styles.ts'

const fromRoot = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  // An ES module. Packages under "dependencies" stay outside the bundle, natives among them.
  main: {
    build: {
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: fromRoot('src/main/index.ts'),
          // Programs of their own: foreign files are read in a process, searches and checkpoints run on threads.
          'parser-entry': fromRoot('src/main/documents/parser-entry.ts'),
          'search-worker': fromRoot('src/main/catalog/search-worker.ts'),
          'checkpoint-worker': fromRoot('src/main/db/checkpoint-worker.ts')
        }
      }
    }
  },
  // A sandboxed preload can load no module but electron, so it is one CommonJS file.
  preload: {
    build: {
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: { index: fromRoot('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: fromRoot('src/renderer'),
    plugins: [react(), tailwind(), adoptedStyles()],
    build: {
      minify: true,
      // The window loads from disk.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: { index: fromRoot('src/renderer/index.html') } }
    }
  }
})
