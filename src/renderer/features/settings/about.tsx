/** ffmpeg, the program's folders, and under which licences it stands. */
import { FolderOpen } from 'lucide-react'
import type { Settings } from '#shared/domain/settings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import type { SettingsState } from './settings-store.ts'

export interface AboutProps {
  readonly about: SettingsState['about']
  readonly settings: Settings
  readonly onSet: SettingsState['set']
  readonly onShowFolder: (path: string) => void
}

export function About({ about, settings, onSet, onShowFolder }: AboutProps) {
  return (
    <Card title="This program">
      <div className="mb-4 max-w-xl">
        <TextField
          key={settings.ffmpeg.path ?? ''}
          label="Path of ffmpeg"
          hint={
            about?.ffmpegPath === null ? 'Not found. Videos need it.' : `In use: ${about?.ffmpegPath ?? '…'}`
          }
          defaultValue={settings.ffmpeg.path ?? ''}
          placeholder="Found by itself"
          onBlur={(event) => {
            const path = event.target.value.trim()
            if (path !== (settings.ffmpeg.path ?? '')) void onSet('ffmpeg.path', path === '' ? null : path)
          }}
        />
      </div>
      {about !== null && (
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1">
          <dt className="text-ink-faint">Version</dt>
          <dd data-selectable>{about.version}</dd>
          <dt className="text-ink-faint">Data folder</dt>
          <Folder label="Show the data folder" path={about.dataFolder} onShow={onShowFolder} />
          <dt className="text-ink-faint">Logs</dt>
          <Folder label="Show the logs" path={about.logFolder} onShow={onShowFolder} />
        </dl>
      )}
      <details className="mt-3">
        <summary className="font-medium">Licences</summary>
        <div className="mt-2 flex max-w-2xl flex-col gap-2 text-ink-soft" data-selectable>
          <p>CampaignForge stands under the MIT licence.</p>
          <p>
            Fonts: Inter and Noto Color Emoji under the SIL Open Font License 1.1; both licences lie beside
            them.
          </p>
          <p>
            Built on Electron, React, SQLite, sharp with libvips (LGPL), pdf.js, mammoth and others, each
            under its own licence, kept in the program's folder. ffmpeg is a separate program under the LGPL
            or GPL.
          </p>
        </div>
      </details>
    </Card>
  )
}

interface FolderProps {
  readonly label: string
  readonly path: string
  readonly onShow: (path: string) => void
}

function Folder({ label, path, onShow }: FolderProps) {
  return (
    <dd className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 break-all" data-selectable>
        {path}
      </span>
      <Button tone="quiet" icon={<FolderOpen />} aria-label={label} onClick={() => onShow(path)}>
        Show
      </Button>
    </dd>
  )
}
