/** How near the canvas is, and the ways to change that. */
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { titleWithKeys } from '@/ui/shortcut'
import './zoomBox.css'

interface ZoomBoxProps {
  readonly zoom: number
  readonly onNearer: () => void
  readonly onFarther: () => void
  readonly onActualSize: () => void
  readonly onFit: () => void
}

export function ZoomBox({ zoom, onNearer, onFarther, onActualSize, onFit }: ZoomBoxProps) {
  return (
    <div className="zoom-box" role="toolbar" aria-label="Zoom">
      <ZoomButton icon="minus" label="Zoom out" keys="Ctrl+−" onClick={onFarther} />
      <button
        type="button"
        className="zoom-number"
        aria-label={`Zoom ${percent(zoom)}, back to 100 %`}
        title={titleWithKeys('Zoom to 100 %', 'Ctrl+0')}
        onClick={onActualSize}
      >
        {percent(zoom)}
      </button>
      <ZoomButton icon="plus" label="Zoom in" keys="Ctrl++" onClick={onNearer} />
      <ZoomButton icon="fit" label="Fit all" keys="Shift+1" onClick={onFit} />
    </div>
  )
}

interface ZoomButtonProps {
  readonly icon: IconName
  readonly label: string
  readonly keys: string
  readonly onClick: () => void
}

function ZoomButton({ icon, label, keys, onClick }: ZoomButtonProps) {
  return (
    <button
      type="button"
      className="zoom-button"
      aria-label={label}
      title={titleWithKeys(label, keys)}
      onClick={onClick}
    >
      <Icon name={icon} size="s" />
    </button>
  )
}

function percent(zoom: number): string {
  return `${Math.round(zoom * 100)} %`
}
