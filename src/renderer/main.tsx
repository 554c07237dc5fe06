/** The window's entry: bridge to client, client to stores, stores to the page. */
import './no-eval.ts'
import './styles/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BRIDGE_NAME, type Bridge } from '#shared/ipc/bridge.ts'
import { Start } from './app-start.tsx'
import { createClient } from './ipc/client.ts'
import { createStudio } from './studio.ts'

declare global {
  interface Window {
    readonly [BRIDGE_NAME]: Bridge
  }
}

const TASTE_KEY = 'taste'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element.')

const studio = createStudio({
  client: createClient(window[BRIDGE_NAME]),
  taste: {
    read: () => localStorage.getItem(TASTE_KEY),
    write: (text) => localStorage.setItem(TASTE_KEY, text)
  },
  drafts: {
    read: (name) => localStorage.getItem(name),
    write(name, text) {
      if (text === null) localStorage.removeItem(name)
      else localStorage.setItem(name, text)
    }
  }
})

createRoot(root).render(
  <StrictMode>
    <Start studio={studio} />
  </StrictMode>
)
