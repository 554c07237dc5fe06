/** Real files nobody here wrote, with their expected facts; present only beside a checkout that has them. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

export const CORPUS_FOLDER = path.resolve(import.meta.dirname, '../../../shared/corpus')
export const HAS_CORPUS = existsSync(path.join(CORPUS_FOLDER, 'manifest.json'))

const expectSchema = z.object({
  open: z.boolean(),
  error: z.string().optional(),
  pages: z.int().optional(),
  words: z.int().optional(),
  contains: z.array(z.string()).optional(),
  refText: z.string().optional(),
  minRecall: z.number().nullish(),
  minF1: z.number().nullish(),
  title: z.string().optional(),
  textSha256: z.string().optional(),
  preview: z.boolean().optional(),
  page1_ratio: z.number().optional(),
  display: z.tuple([z.int(), z.int()]).optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  frames: z.int().optional(),
  sameAs: z.string().optional(),
  minSsim: z.number().optional(),
  pixelMustBe: z.record(z.string(), z.string()).optional()
})
const caseSchema = z.object({ file: z.string(), kind: z.string(), expect: expectSchema })
export type CorpusCase = z.output<typeof caseSchema>

export function corpusCases(): readonly CorpusCase[] {
  if (!HAS_CORPUS) return []
  const text = readFileSync(path.join(CORPUS_FOLDER, 'manifest.json'), 'utf8')
  return z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(text)).cases
}

export const corpusPath = (file: string): string => path.join(CORPUS_FOLDER, file)

function bagOf(text: string): Map<string, number> {
  const bag = new Map<string, number>()
  for (const [word] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    bag.set(word, (bag.get(word) ?? 0) + 1)
  }
  return bag
}

/** Bag-of-words agreement of a text with a reference. */
export function agreement(text: string, reference: string): { readonly recall: number; readonly f1: number } {
  const found = bagOf(text)
  const wanted = bagOf(reference)
  const sum = (bag: Map<string, number>): number =>
    [...bag.values()].reduce((total, count) => total + count, 0)
  const both = [...wanted].reduce((total, [word, count]) => total + Math.min(count, found.get(word) ?? 0), 0)
  const recall = both / Math.max(1, sum(wanted))
  const precision = both / Math.max(1, sum(found))
  return { recall, f1: both === 0 ? 0 : (2 * recall * precision) / (recall + precision) }
}
