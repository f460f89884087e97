/** Find on the canvas: type part of a name, go from one to the next, stay at the one you want. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Name } from '@/canvas/cards/Name'
import { useDesk } from '@/canvas/flow/hooks'
import { reveal } from '@/canvas/flow/revealing'
import { found } from '@/canvas/tools/finding'
import { KindGlyph } from '@/kinds/KindGlyph'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import './findBox.css'

export function FindBox() {
  const desk = useDesk()
  const { workspace } = desk
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const hits = useMemo(() => found(desk, words), [desk, words])
  useEffect(() => input.current?.select(), [])
  const close = () => {
    workspace.show({ isFinding: false })
    document.querySelector<HTMLElement>('.canvas')?.focus({ preventScroll: true })
  }
  const go = (place: number) => {
    const hit = hits[(place + hits.length) % hits.length]
    if (hit === undefined) return
    setAt((place + hits.length) % hits.length)
    workspace.select(hit.id)
    reveal(desk, hit.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.shiftKey ? `Shift ${event.key}` : event.key]
    if (event.key === 'Escape') close()
    else if (step === undefined) return
    else go(event.key === 'Enter' && !isAt(workspace, hits[at]?.id) ? at : at + step)
    event.preventDefault()
  }
  return (
    <search className="find-box">
      <div className="find-row">
        <Icon name="search" size="s" />
        <input
          ref={input}
          className="find-input"
          dir="auto"
          placeholder="Find on the canvas"
          aria-label="Find on the canvas"
          value={words}
          onChange={event => {
            setWords(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <span className="find-count" role="status">
          {words.trim() === '' ? '' : hits.length === 0 ? 'Nothing' : `${at + 1} of ${hits.length}`}
        </span>
        <IconButton icon="x" label="Close" keys="Esc" size="sm" onClick={close} />
      </div>
      {hits.length > 0 && (
        <ul className="find-hits">
          {hits
            .slice(Math.max(0, at - 3), Math.max(0, at - 3) + SHOWN)
            .map(({ id, kind, name, path }) => (
              <li key={id}>
                <button
                  type="button"
                  tabIndex={-1}
                  className={hits[at]?.id === id ? 'find-hit find-hit-here' : 'find-hit'}
                  onClick={() => go(hits.findIndex(hit => hit.id === id))}
                >
                  <KindGlyph kind={kind} />
                  <Name name={name} />
                  {path !== '' && <Name name={path} className="find-path" />}
                </button>
              </li>
            ))}
        </ul>
      )}
    </search>
  )
}

const SHOWN = 7
const STEPS: Readonly<Record<string, number>> = {
  Enter: 1,
  'Shift Enter': -1,
  ArrowDown: 1,
  ArrowUp: -1
}

function isAt(workspace: ReturnType<typeof useDesk>['workspace'], id: string | undefined): boolean {
  return id !== undefined && workspace.screen.getState().selection.has(id)
}
