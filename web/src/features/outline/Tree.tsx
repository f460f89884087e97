/** The rows that are seen, as a tree for eyes, keys and screen readers. */
import { type RefObject, useId, useState } from 'react'
import { useScreen } from '@/workspace/hooks'
import { Rename } from './Rename'
import { type Row, rowOf } from './rows'
import { TreeRow } from './TreeRow'
import { useActing } from './useActing'
import { useRevealing } from './useRevealing'
import { ROW_HEIGHT, useSeen } from './useSeen'
import { useTreeKeys } from './useTreeKeys'

interface TreeProps {
  readonly tree: RefObject<HTMLDivElement | null>
  readonly rows: readonly Row[]
  readonly onTurn: (id: string) => void
  /** It is selected, and no row of it is open; true when there will be one. */
  readonly onHidden: (id: string) => boolean
}

export function Tree({ tree, rows, onTurn, onHidden }: TreeProps) {
  const id = useId()
  const selection = useScreen(screen => screen.selection)
  const [active, setActive] = useState<string | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const acting = useActing()
  const seen = useSeen(tree, rows, rowOf(rows, active))
  const onKeyDown = useTreeKeys({ rows, active, setActive, setRenaming, onTurn, acting, seen })
  useRevealing({ rows, seen, selection, setActive, onHidden })
  const activeRow = rowOf(rows, active)
  return (
    <div
      ref={tree}
      className="outline-tree"
      role="tree"
      aria-label="Outline"
      aria-multiselectable
      aria-activedescendant={activeRow < 0 ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={seen.onScroll}
      onFocus={() => {
        if (activeRow < 0) setActive(rows[0]?.element.id ?? null)
      }}
    >
      <div className="outline-rows" style={{ height: rows.length * ROW_HEIGHT }}>
        {seen.rows.map(at => {
          const row = rows[at]
          if (row === undefined) return null
          const { element } = row
          return (
            <TreeRow
              key={element.id}
              id={`${id}-${element.id}`}
              row={row}
              top={at * ROW_HEIGHT}
              isActive={active === element.id}
              isSelected={selection.has(element.id)}
              onTurn={onTurn}
              onPress={(pressed, isMore) => {
                tree.current?.focus()
                setActive(pressed.id)
                acting.show(pressed, isMore)
              }}
              onRename={() => setRenaming(element.id)}
            >
              {renaming === element.id && (
                <Rename
                  element={element}
                  onDone={() => {
                    setRenaming(null)
                    tree.current?.focus()
                  }}
                />
              )}
            </TreeRow>
          )
        })}
      </div>
    </div>
  )
}
