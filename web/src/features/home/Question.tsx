/** The one question of the first page: a name makes a model, a schema is read. */
import { type ClipboardEvent, type FormEvent, useState } from 'react'
import { Button } from '@/ui/Button'
import { Keys } from '@/ui/Keys'
import { TextField } from '@/ui/TextField'
import { looksLikeSchema } from './pasted'
import './question.css'

interface QuestionProps {
  readonly problem: string | undefined
  readonly isBusy: boolean
  readonly onName: (name: string) => void
  readonly onSchema: (text: string) => void
}

export function Question({ problem, isBusy, onName, onSchema }: QuestionProps) {
  const [text, setText] = useState('')
  const start = (event: FormEvent) => {
    event.preventDefault()
    if (looksLikeSchema(text)) onSchema(text)
    else onName(text.trim())
  }
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain')
    if (!looksLikeSchema(pasted)) return
    event.preventDefault()
    onSchema(pasted)
  }
  return (
    <section className="question">
      <h1>What are you modelling?</h1>
      <form className="question-ask" onSubmit={start}>
        <TextField
          label="Name of the new model"
          labelHidden
          size="lg"
          placeholder="A web shop where people order and pay by card"
          value={text}
          onChange={setText}
          onPaste={paste}
          problem={problem}
          maxLength={20_000}
          autoFocus
          end={<Keys keys="Enter" />}
        />
        <Button type="submit" look="primary" size="lg" disabled={isBusy}>
          Start
        </Button>
      </form>
      <p className="question-hint">
        You can also drop a file here or paste SQL. Prisma, DBML, OpenAPI, JSON Schema, GraphQL, CSV
        and SOML come later.
      </p>
    </section>
  )
}
