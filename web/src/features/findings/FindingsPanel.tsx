/** Everything the rules find, gravest first: what is wrong, where, and what puts it right. */
import { useState } from 'react'
import type { Finding } from '@/api/http.gen'
import { fixFinding, offered } from '@/model/findingsFix'
import { counted } from '@/model/wording'
import { Button } from '@/ui/Button'
import { useFindings, useGraph, useWorkspace } from '@/workspace/hooks'
import { FindingItem } from './FindingItem'
import './findings-panel.css'

/** So many are drawn at first, and with every wish for more. */
const SOME = 100

const TITLES = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'hint']
] as const

export function FindingsPanel() {
  const { items, state } = useFindings()
  const isEmpty = useGraph(graph => graph.size <= 1)
  const [most, setMost] = useState(SOME)
  const shown = items.slice(0, most)
  return (
    <div className="findings-panel">
      {state === 'old' && (
        <p className="findings-panel-old">
          This is from when it was last checked; it is checked again when the connection is back.
        </p>
      )}
      {items.length === 0 && <p className="findings-panel-none">{wordsOfNone(state, isEmpty)}</p>}
      {TITLES.map(([level, title]) => (
        <Level
          key={level}
          title={counted(title, items.filter(found => found.level === level).length)}
          found={shown.filter(found => found.level === level)}
        />
      ))}
      {items.length > most && (
        <div className="findings-panel-more">
          <Button size="sm" onClick={() => setMost(most + SOME)}>
            Show {Math.min(SOME, items.length - most)} more
          </Button>
        </div>
      )}
    </div>
  )
}

function wordsOfNone(state: string, isEmpty: boolean): string {
  if (isEmpty) return 'Nothing to check yet. Problems are listed here as you model.'
  if (state === 'asking') return 'The model is being checked.'
  return 'Valid. No rule finds anything.'
}

interface LevelProps {
  readonly title: string
  readonly found: readonly Finding[]
}

function Level({ title, found }: LevelProps) {
  const workspace = useWorkspace()
  if (found.length === 0) return null
  return (
    <section aria-label={title}>
      <h3 className="findings-panel-level">{title}</h3>
      <ul>
        {found.map(one => (
          <li key={`${one.rule} ${one.element} ${one.attribute} ${one.message}`}>
            <FindingItem
              finding={one}
              onShow={() => workspace.reveal(one.element)}
              onFix={fix => workspace.perform(fixFinding(workspace.graph, offered(fix)))}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
