/** What does not come in as it stands: where, what, why, and what happens with it. */
import { useRef, useState } from 'react'
import type { Loss } from '@/api/http.gen'
import { Button } from '@/ui/Button'
import { CopyButton } from '@/ui/CopyButton'
import { Count } from '@/ui/Count'
import { Icon } from '@/ui/Icon'
import { Popover } from '@/ui/Popover'
import { linesAround, listOf } from './summary'
import './losses.css'

interface LossesProps {
  readonly losses: readonly Loss[]
  readonly text: string
}

const AT_ONCE = 100

export function Losses({ losses, text }: LossesProps) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? losses : losses.slice(0, AT_ONCE)
  return (
    <section aria-labelledby="losses">
      <div className="losses-head">
        <span className="losses-warn">
          <Icon name="warn" size="s" />
        </span>
        <h2 id="losses">Not fully taken over</h2>
        <Count of={losses.length} />
        <CopyButton text={() => listOf(losses)}>Copy as a list</CopyButton>
      </div>
      <table className="losses-table">
        <thead>
          <tr>
            <th>Where</th>
            <th>What</th>
            <th>Why</th>
            <th>What happens</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((loss, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was read does not change any more
            <tr key={place}>
              <td>{loss.line !== null && <Line line={loss.line} text={text} />}</td>
              <td className="mono">{loss.subject}</td>
              <td className="losses-why">{loss.fact}</td>
              <td className="losses-remedy">{loss.remedy}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < losses.length && (
        <p className="losses-more">
          <Button onClick={() => setWhole(true)}>Show all {losses.length}</Button>
        </p>
      )}
    </section>
  )
}

function Line({ line, text }: { readonly line: number; readonly text: string }) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="losses-line"
        ref={button}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        line {line}
      </button>
      {isOpen && (
        <Popover anchor={button} onClose={() => setOpen(false)}>
          <div className="losses-code">
            {linesAround(text, line).map(({ number, text: content }) => (
              <p key={number} aria-current={number === line || undefined}>
                <span>{number}</span>
                {content}
              </p>
            ))}
          </div>
        </Popover>
      )}
    </>
  )
}
