/** One row of the outline. */
import type { MouseEvent, ReactNode } from 'react'
import { KindGlyph } from '@/kinds/KindGlyph'
import { lookOf } from '@/kinds/looks'
import type { Element } from '@/model/graph'
import { Icon } from '@/ui/Icon'
import { RowMarks } from './RowMarks'
import type { Row } from './rows'

interface TreeRowProps {
  readonly id: string
  readonly row: Row
  /** Where it is in the list, in pixels. */
  readonly top: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly onTurn: (id: string) => void
  /** `isMore`: beside what is selected already. */
  readonly onPress: (element: Element, isMore: boolean) => void
  readonly onRename: () => void
  /** Stands for the name while that is typed. */
  readonly children?: ReactNode
}

export function TreeRow(props: TreeRowProps) {
  const { id, row, top, isActive, isSelected, onTurn, onPress, onRename, children } = props
  const { element, depth, isOpen } = row
  const press = (event: MouseEvent) =>
    onPress(element, event.shiftKey || event.ctrlKey || event.metaKey)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and takes the keys
    <div
      id={id}
      className={`outline-row ${isSelected ? 'outline-row-selected' : ''}`}
      data-active={isActive || undefined}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isSelected}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      style={{ top, paddingLeft: 4 + depth * INDENT }}
      onClick={press}
      onDoubleClick={() => onRename()}
    >
      <Twist isOpen={isOpen} onTurn={() => onTurn(element.id)} />
      <Glyph kind={element.kind} />
      {children || <Name row={row} />}
      <RowMarks element={element.id} />
    </div>
  )
}

/** Fields and values are many, and quiet: a dot. */
function Glyph({ kind }: { readonly kind: string }) {
  if (kind !== 'field' && kind !== 'enumValue') return <KindGlyph kind={kind} />
  return <span className="outline-member" role="img" aria-label={lookOf(kind).title} />
}

/** How far the inner ones stand in; more than a few levels would push names out of the rail. */
const INDENT = 14

function Twist({
  isOpen,
  onTurn
}: {
  readonly isOpen: boolean | null
  readonly onTurn: () => void
}) {
  if (isOpen === null) return <span className="outline-twist" />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the arrow keys do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: for the mouse; the arrow keys do the same
    <span
      className="outline-twist"
      onClick={event => {
        event.stopPropagation()
        onTurn()
      }}
      onDoubleClick={event => event.stopPropagation()}
    >
      <Icon name={isOpen ? 'down' : 'right'} />
    </span>
  )
}

function Name({ row: { element, path } }: { readonly row: Row }) {
  const { name, kind } = element
  return (
    <span className="outline-name" title={path === '' ? name : `${path}.${name}`}>
      {name === '' ? (
        <i className="outline-nameless">{lookOf(kind).title} without a name</i>
      ) : (
        <bdi>{name}</bdi>
      )}
      {path !== '' && <bdi className="outline-path">{path}</bdi>}
    </span>
  )
}
