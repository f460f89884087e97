/** Everything in the model as a tree: to find, to go to, and for the keyboard. */
import { useRef, useState } from 'react'
import { counted } from '@/model/wording'
import { Find } from './Find'
import { Tree } from './Tree'
import { useRows } from './useRows'
import './outline.css'

export function Outline() {
  const [words, setWords] = useState('')
  const tree = useRef<HTMLDivElement>(null)
  const { rows, count, turn, openTo } = useRows(words)
  const isFinding = words.trim() !== ''
  return (
    <aside className="outline" aria-label="Outline">
      <Find words={words} onChange={setWords} onGo={() => tree.current?.focus()} />
      <h2 className="outline-head">
        {isFinding ? 'Found' : 'Outline'}
        <span className="outline-count">{counted('element', isFinding ? rows.length : count)}</span>
      </h2>
      {rows.length === 0 ? (
        <p className="outline-empty">{isFinding ? nothing(words) : EMPTY}</p>
      ) : (
        <Tree tree={tree} rows={rows} onTurn={turn} onHidden={openTo} />
      )}
    </aside>
  )
}

const EMPTY = 'Everything in the model will be listed here, also for the keyboard.'

function nothing(words: string): string {
  return `Nothing is called “${words.trim()}”. Try a part of the name.`
}
