/** What lies under the cards: the frame of a context, the boundary of an aggregate. */
import { Name } from '@/canvas/cards/Name'
import { TypedName } from '@/canvas/cards/typed'
import { useHand } from '@/canvas/flow/hooks'
import type { FrameShape } from '@/canvas/scene/shapes'
import { useScreen } from '@/workspace/hooks'
import './ground.css'

interface FrameProps {
  readonly shape: FrameShape
}

export function Frame({ shape }: FrameProps) {
  const { id, title, purpose, subdomain } = shape
  const isSelected = useScreen(({ selection }) => selection.has(id))
  const isTarget = useIsTarget(id)
  const isNamed = useScreen(({ editing }) => editing?.part === 'name' && editing.element === id)
  const classes = ['frame', isSelected && 'frame-selected', isTarget && 'frame-target']
  return (
    <section className={classes.filter(Boolean).join(' ')} data-frame={id} aria-label={title}>
      <header className="frame-header" data-part="header">
        {isNamed ? (
          <TypedName editing={{ part: 'name', element: id }} />
        ) : (
          <Name name={title} className="frame-title" />
        )}
        {purpose !== '' && <Name name={purpose} className="frame-purpose" />}
        {subdomain !== '' && <span className="frame-subdomain">{subdomain}</span>}
      </header>
    </section>
  )
}

interface AreaProps {
  readonly id: string
}

export function Area({ id }: AreaProps) {
  return <div className={useIsTarget(id) ? 'area frame-target' : 'area'} />
}

/** Whether what is dragged would stand in it. */
function useIsTarget(id: string): boolean {
  return useHand(({ doing }) => doing.doing === 'dragging' && doing.into === id)
}
