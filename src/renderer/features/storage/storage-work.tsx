/** The work that keeps everything whole, line by line, and the questions before what can not be taken back. */
import {
  DatabaseBackup,
  Flame,
  ListRestart,
  ScanSearch,
  Send,
  ShieldCheck,
  Sparkles,
  Trash2,
  Wrench
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'
import type { StorageStore } from './storage-store.ts'

type Question = 'repair' | 'drill' | 'rebuild' | 'purge'

export function StorageWork({ store }: { readonly store: StorageStore }) {
  const { stats, isBusy, report } = useStore(
    store,
    useShallow(({ stats, isBusy, report }) => ({ stats, isBusy, report }))
  )
  const { sync, verify, repair, scrub, snapshot } = store.getState()
  const [question, setQuestion] = useState<Question | null>(null)
  const waiting = stats === null ? 0 : stats.totalAssets - stats.byStatus.fully_synced
  const plan = report?.kind === 'storage.repair' && report.report.dryRun ? report.report : null
  const button = (label: string, icon: ReactNode, act: () => void) => (
    <Button icon={icon} disabled={isBusy} onClick={act}>
      {label}
    </Button>
  )
  return (
    <Card title="Keep it whole">
      <ul className="flex flex-col divide-y divide-line">
        <WorkLine
          title="Send what waits"
          text={waiting === 0 ? 'Nothing waits.' : `${countOf(waiting, 'asset')} not yet in both places.`}
        >
          {button('Sync now', <Send />, () => void sync())}
        </WorkLine>
        <WorkLine
          title="Verify"
          text="Compares both stores with the catalog. Deep reads every byte and takes longer."
        >
          {button('Verify', <ShieldCheck />, () => void verify(false))}
          {button('Verify deep', <ScanSearch />, () => void verify(true))}
        </WorkLine>
        <WorkLine
          title="Repair"
          text={
            plan === null
              ? 'Shows first what would be copied from the good store to the other; then asks.'
              : `${countOf(plan.repaired.length, 'copy', 'copies')} would be made: see the report below.`
          }
        >
          {button('Plan a repair', <Wrench />, () => void repair(true))}
          {plan !== null && plan.repaired.length > 0 && (
            <Button tone="primary" disabled={isBusy} onClick={() => setQuestion('repair')}>
              Repair now
            </Button>
          )}
        </WorkLine>
        <WorkLine
          title="Fire drill"
          text="Acts as if one store were lost and reads everything from the other. Changes nothing."
        >
          {button('Fire drill…', <Flame />, () => setQuestion('drill'))}
        </WorkLine>
        <WorkLine
          title="Scrub"
          text="Reads the part of both stores that was not read for longest. Runs once a day by itself."
        >
          {button('Scrub now', <Sparkles />, () => void scrub())}
        </WorkLine>
        <WorkLine
          title="Catalog"
          text="A copy goes to both stores every day. Rebuilding brings back what this computer lost."
        >
          {button('Send a copy now', <DatabaseBackup />, () => void snapshot())}
          {button('Rebuild…', <ListRestart />, () => setQuestion('rebuild'))}
        </WorkLine>
        <WorkLine
          title="Trash"
          text="What lies in the trash for 30 days is deleted for good, in both stores."
        >
          {button('Empty the old trash…', <Trash2 />, () => setQuestion('purge'))}
        </WorkLine>
      </ul>
      {question !== null && (
        <WorkQuestion question={question} store={store} onClose={() => setQuestion(null)} />
      )}
    </Card>
  )
}

interface WorkLineProps {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

function WorkLine({ title, text, children }: WorkLineProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-56 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-ink-soft">{text}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  )
}

interface Words {
  readonly title: string
  readonly text: string
  readonly yes: string
  /** The label of the choice of a store; null when there is none to choose. */
  readonly choose: string | null
  readonly isDanger: boolean
}

const WORDS: Readonly<Record<Question, Words>> = {
  repair: {
    title: 'Make the missing copies?',
    text: 'Good copies are read, checked and written to the store that lacks them. No good copy is changed.',
    yes: 'Repair now',
    choose: null,
    isDanger: false
  },
  drill: {
    title: 'Fire drill',
    text: 'Everything is read from the other store and its contents are checked. This may take long and use the network.',
    yes: 'Start the drill',
    choose: 'Act as if this store were lost',
    isDanger: false
  },
  rebuild: {
    title: 'Rebuild the catalog',
    text: 'Campaigns, assets, tags, texts and costs are read back from one store. What is in the catalog now stays.',
    yes: 'Rebuild',
    choose: 'Read it back from',
    isDanger: false
  },
  purge: {
    title: 'Delete the old trash for good?',
    text: 'What was moved to the trash more than 30 days ago is removed from both stores. This cannot be taken back.',
    yes: 'Delete for good',
    choose: null,
    isDanger: true
  }
}
const SIDE_OPTIONS = STORE_SIDES.map((side) => ({
  value: side,
  label: side === 'primary' ? 'Primary store' : 'Backup store'
}))

interface WorkQuestionProps {
  readonly question: Question
  readonly store: StorageStore
  readonly onClose: () => void
}

function WorkQuestion({ question, store, onClose }: WorkQuestionProps) {
  const [side, setSide] = useState<StoreSide>('primary')
  const words = WORDS[question]
  const { repair, drill, rebuild, purge } = store.getState()
  const acts: Readonly<Record<Question, () => Promise<void>>> = {
    repair: () => repair(false),
    drill: () => drill(side),
    rebuild: () => rebuild(side),
    purge
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      description={words.text}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={words.isDanger ? 'danger' : 'primary'}
            onClick={() => {
              onClose()
              void acts[question]()
            }}
          >
            {words.yes}
          </Button>
        </>
      }
    >
      {words.choose !== null && (
        <SelectField
          label={words.choose}
          value={side}
          options={SIDE_OPTIONS}
          onPick={(value) => setSide(value === 'backup' ? 'backup' : 'primary')}
        />
      )}
    </Dialog>
  )
}
