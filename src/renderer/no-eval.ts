/** Tells zod that the page's policy forbids eval, before any schema is made; it would otherwise try once and be reported. */
import { config } from 'zod'

config({ jitless: true })
