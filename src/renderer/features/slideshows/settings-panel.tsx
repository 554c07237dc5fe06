/** The right side of the editor: the slide, the sound, or the whole slideshow. */
import { Tabs } from 'radix-ui'
import { useCallback, useState } from 'react'
import { useStore } from 'zustand'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import { classNames } from '../../ui/class-names.ts'
import {
  type Board,
  type Draft,
  nameOfSlide,
  withBoard,
  withCard,
  withEverySlide,
  withoutOnBoard,
  withoutSlide,
  withSlide,
  withSlides
} from './draft.ts'
import type { EditorStore } from './editor-store.ts'
import { ShowFields } from './show-fields.tsx'
import { SlideFields } from './slide-fields.tsx'
import { SoundFields } from './sound-fields.tsx'

export type PickWhat = 'pictures' | 'logo' | 'music' | 'voice'

export interface SettingsPanelProps {
  readonly store: EditorStore
  readonly draft: Draft
  readonly names: ReadonlyMap<string, string>
  readonly drawStill: (storyboard: Storyboard) => Promise<string | null>
  readonly onPick: (what: PickWhat) => void
}

const TABS = [
  ['slide', 'Slide'],
  ['sound', 'Sound'],
  ['show', 'Slideshow']
] as const

export function SettingsPanel({ store, draft, names, drawStill, onPick }: SettingsPanelProps) {
  const { change, readSound, snapToBeats } = store.getState()
  const assets = useStore(store, (state) => state.assets)
  const sound = useStore(store, (state) => state.sound)
  const soundFailure = useStore(store, (state) => state.soundFailure)
  const [tab, setTab] = useState<string>('slide')
  const onBoard = (part: Partial<Board>, kind: string | null): void => change(withBoard(draft, part), kind)
  const onWithout = (parts: readonly (keyof Board)[]): void => change(withoutOnBoard(draft, parts), null)
  const onReadSound = useCallback((id: string | null) => void readSound(id), [readSound])
  return (
    <aside aria-label="Settings" className="flex w-80 shrink-0 flex-col border-l border-line bg-surface">
      <Tabs.Root value={tab} onValueChange={setTab} className="flex min-h-0 flex-1 flex-col">
        <Tabs.List aria-label="What to set" className="flex gap-1 border-b border-line px-3">
          {TABS.map(([id, label]) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className={classNames(
                '-mb-px h-10 border-b-2 border-transparent px-3 text-ink-soft transition-colors hover:text-ink -outline-offset-2',
                'data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink'
              )}
            >
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="slide" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
          <SelectedSlide {...{ store, draft, names, drawStill }} />
        </Tabs.Content>
        <Tabs.Content value="sound" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
          <SoundFields
            {...{ draft, assets, sound, onBoard, onWithout, onPick, onReadSound }}
            failure={soundFailure}
            onSnap={() => void snapToBeats()}
          />
        </Tabs.Content>
        <Tabs.Content value="show" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
          <ShowFields
            {...{ draft, onBoard, onWithout }}
            onPickLogo={() => onPick('logo')}
            onCard={(kind, isWanted) => {
              const words = kind === 'opening' ? draft.name : 'See you soon'
              change(withCard(draft, { kind, title: isWanted ? words : null }, store.getState().newKey), null)
            }}
          />
        </Tabs.Content>
      </Tabs.Root>
    </aside>
  )
}

type SelectedSlideProps = Omit<SettingsPanelProps, 'onPick'>

function SelectedSlide({ store, draft, names, drawStill }: SelectedSlideProps) {
  const selectedKey = useStore(store, (state) => state.selectedKey)
  const assets = useStore(store, (state) => state.assets)
  const warnings = useStore(store, (state) => state.warnings)
  const brandColours = useStore(store, (state) => state.brandColours)
  const { change, newKey } = store.getState()
  const index = draft.slides.findIndex((slide) => slide.key === selectedKey)
  const slide = draft.slides[index]
  if (slide === undefined) return <p className="text-ink-soft">Select a slide to change it.</p>
  return (
    <div className="flex flex-col gap-3">
      {warnings
        .filter((warning) => warning.slide === index)
        .map((warning) => (
          <p key={warning.message} role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            {warning.message}
          </p>
        ))}
      <SlideFields
        key={slide.key}
        draft={draft}
        slide={slide}
        index={index}
        name={nameOfSlide(slide, names)}
        asset={slide.assetId === undefined ? null : (assets.get(slide.assetId) ?? null)}
        brandColours={brandColours}
        drawStill={drawStill}
        onChange={(part, kind) =>
          change(withSlide(draft, slide.key, part), kind === null ? null : `${slide.key} ${kind}`)
        }
        onEverySlide={(part) => change(withEverySlide(draft, part), null)}
        onRemove={() => change(withoutSlide(draft, slide.key), null)}
        onCopy={() => change(withSlides(draft, [{ ...slide, key: newKey() }], slide.key), null)}
      />
    </div>
  )
}
