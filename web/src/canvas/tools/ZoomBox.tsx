/** How near the canvas is, and the ways to change that. */
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
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
      <ZoomButton icon="minus" title="Zoom out (Ctrl+−)" label="Zoom out" onClick={onFarther} />
      <button
        type="button"
        className="zoom-number"
        aria-label={`Zoom ${percent(zoom)}, back to 100 %`}
        title="Zoom to 100 % (Ctrl+0)"
        onClick={onActualSize}
      >
        {percent(zoom)}
      </button>
      <ZoomButton icon="plus" title="Zoom in (Ctrl++)" label="Zoom in" onClick={onNearer} />
      <ZoomButton icon="fit" title="Fit all (Shift+1)" label="Fit all" onClick={onFit} />
    </div>
  )
}

interface ZoomButtonProps {
  readonly icon: IconName
  readonly title: string
  readonly label: string
  readonly onClick: () => void
}

function ZoomButton({ icon, title, label, onClick }: ZoomButtonProps) {
  return (
    <button
      type="button"
      className="zoom-button"
      aria-label={label}
      title={title}
      onClick={onClick}
    >
      <Icon name={icon} size="s" />
    </button>
  )
}

function percent(zoom: number): string {
  return `${Math.round(zoom * 100)} %`
}
