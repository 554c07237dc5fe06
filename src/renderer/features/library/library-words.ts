/** What the library says about its changes. Pure. */
import { countOf, formatCount } from '../../ui/format.ts'
import { sizeOf, type UndoStep } from './undo.ts'

export function countLine(total: number, selected: number): string {
  return selected === 0
    ? countOf(total, 'asset')
    : `${formatCount(selected)} of ${countOf(total, 'asset')} selected`
}

/** After a change was taken back. */
export function undoneWords(step: UndoStep): string {
  const assets = countOf(sizeOf(step), 'asset')
  switch (step.kind) {
    case 'trash':
      return `${assets} put back`
    case 'restore':
      return `${assets} back in the trash`
    case 'tags':
      return `Tags of ${assets} as they were`
    case 'rating':
      return `Rating of ${assets} as it was`
  }
}
