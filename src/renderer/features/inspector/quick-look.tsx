/** One asset as large as the window allows; arrows walk along the row, space or Escape closes. */
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useStore } from 'zustand'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetImage, assetUrl } from '../../ui/asset-image.tsx'
import { IconButton } from '../../ui/button.tsx'
import { focusFirstField } from '../../ui/dialog.tsx'
import { formatPixels } from '../../ui/format.ts'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { InspectorStore } from './inspector-store.ts'

export function QuickLookView({ store }: { readonly store: InspectorStore }) {
  const look = useStore(store, (state) => state.look)
  const asset = useStore(store, (state) => state.lookAsset)
  const { closeLook, step } = store.getState()
  const at = look === null ? -1 : look.neighbours.indexOf(look.assetId)
  return (
    <Dialog.Root open={look !== null} onOpenChange={(open) => !open && closeLook()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-black" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusFirstField}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') void step(-1)
            else if (event.key === 'ArrowRight') void step(1)
            else if (event.key === ' ' && event.target === event.currentTarget) closeLook()
            else return
            event.preventDefault()
          }}
          className="fixed inset-0 z-40 flex animate-appear flex-col text-white focus:outline-none"
        >
          <header className="flex h-12 items-center gap-3 pr-2 pl-4">
            <Dialog.Title className="min-w-0 truncate text-base font-semibold">
              {asset?.title ?? asset?.name ?? 'Quick look'}
            </Dialog.Title>
            {asset !== null && <LookFacts asset={asset} />}
            <Dialog.Close asChild>
              <IconButton
                label="Close quick look"
                icon={<X />}
                className="ml-auto text-white hover:bg-white/15 hover:text-white"
              />
            </Dialog.Close>
          </header>
          <div className="flex min-h-0 flex-1 items-center gap-2 px-2 pb-6">
            <StepButton label="Previous" isHidden={at <= 0} onClick={() => void step(-1)} />
            <div className="flex h-full min-w-0 flex-1 items-center justify-center">
              {asset !== null && <LargeView asset={asset} />}
            </div>
            <StepButton
              label="Next"
              isHidden={look === null || at >= look.neighbours.length - 1}
              onClick={() => void step(1)}
            />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function LookFacts({ asset }: { readonly asset: Asset }) {
  return (
    <span className="flex items-center gap-3 text-white/80">
      {formatPixels(asset.widthPx, asset.heightPx)}
      <StatusMark status={asset.status} hasWords className="text-white/80" />
    </span>
  )
}

interface StepButtonProps {
  readonly label: 'Previous' | 'Next'
  readonly isHidden: boolean
  readonly onClick: () => void
}

function StepButton({ label, isHidden, onClick }: StepButtonProps) {
  return (
    <IconButton
      label={label}
      icon={label === 'Previous' ? <ChevronLeft /> : <ChevronRight />}
      disabled={isHidden}
      className="text-white hover:bg-white/15 hover:text-white disabled:opacity-0"
      onClick={onClick}
    />
  )
}

function LargeView({ asset }: { readonly asset: Asset }) {
  if (asset.kind === 'video') {
    return (
      // Slideshow videos carry their captions in the picture.
      // biome-ignore lint/a11y/useMediaCaption: see above
      <video
        controls
        src={assetUrl(asset.id, 'original')}
        aria-label={asset.name}
        className="max-h-full max-w-full"
      />
    )
  }
  if (asset.kind === 'audio') {
    // Music has no words to caption.
    // biome-ignore lint/a11y/useMediaCaption: see above
    return <audio controls src={assetUrl(asset.id, 'original')} aria-label={asset.name} />
  }
  return (
    <AssetImage
      id={asset.id}
      kind={asset.kind}
      variant="preview"
      alt={asset.altText ?? asset.name}
      fit="contain"
      className="bg-transparent"
    />
  )
}
