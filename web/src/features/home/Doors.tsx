/** The ways to begin: what one has already, or nothing. */
import type { ReactNode } from 'react'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import './doors.css'

interface DoorsProps {
  readonly isBusy: boolean
  readonly onImport: () => void
  readonly onBlank: () => void
  readonly onFile: (file: File) => void
}

export function Doors({ isBusy, onImport, onBlank, onFile }: DoorsProps) {
  return (
    <nav className="doors" aria-label="Ways to begin">
      <button type="button" className="doors-door" onClick={onImport}>
        <Sign icon="download" title="Import">
          Anything you already have. Nothing is replaced.
        </Sign>
      </button>
      <button type="button" className="doors-door" disabled={isBusy} onClick={onBlank}>
        <Sign icon="note" title="Blank">
          An empty canvas, and one example line.
        </Sign>
      </button>
      <label className="doors-door doors-drop">
        <input
          type="file"
          className="sr-only"
          onChange={event => {
            const file = event.target.files?.[0]
            if (file !== undefined) onFile(file)
          }}
        />
        <Sign icon="file" title="Drop a file">
          Anywhere on this page, or choose one here.
        </Sign>
      </label>
    </nav>
  )
}

interface SignProps {
  readonly icon: IconName
  readonly title: string
  readonly children: ReactNode
}

function Sign({ icon, title, children }: SignProps) {
  return (
    <>
      <span className="doors-sign">
        <Icon name={icon} size="l" />
      </span>
      <span>
        <span className="doors-title">{title}</span>
        <span className="doors-text">{children}</span>
      </span>
    </>
  )
}
