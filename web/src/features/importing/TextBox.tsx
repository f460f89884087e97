/** Where a text is put to be read; it stays here until it is in. */
import { type KeyboardEvent, useId } from 'react'
import { lineOf, type Told } from '@/api/words'
import { Button } from '@/ui/Button'
import { FileButton } from '@/ui/FileButton'
import { Keys } from '@/ui/Keys'
import { TextArea } from '@/ui/TextArea'
import { counted } from './summary'
import './text-box.css'

interface TextBoxProps {
  readonly text: string
  readonly fileName: string | null
  readonly told: Told | null
  /** The connection was cut, so the same may work in a moment. */
  readonly isCut: boolean
  readonly onType: (text: string) => void
  readonly onFile: (file: File) => void
  readonly onRead: () => void
}

const EXAMPLE = `CREATE TABLE customer (
  id    uuid PRIMARY KEY,
  email text NOT NULL UNIQUE
);`

export function TextBox({ text, fileName, told, isCut, onType, onFile, onRead }: TextBoxProps) {
  const heading = useId()
  const readByKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRead()
  }
  return (
    <main className="text-box" aria-labelledby={heading}>
      <div className="text-box-in">
        <h1 id={heading}>Bring in what you have</h1>
        <p className="text-box-hint">
          Paste SQL, or drop a file. You look through it first; nothing is changed until you say so.
          Prisma, DBML, OpenAPI, JSON Schema, GraphQL, CSV and SOML come later.
        </p>
        <TextArea
          label="Text to import"
          labelHidden
          value={text}
          onChange={onType}
          onKeyDown={readByKey}
          placeholder={EXAMPLE}
          problem={told === null ? undefined : lineOf(told)}
          spellCheck={false}
          autoFocus
        />
        <div className="text-box-actions">
          <Button look="primary" size="lg" disabled={text.trim() === ''} onClick={onRead}>
            {isCut ? 'Try again' : 'Read it'}
          </Button>
          <FileButton size="lg" onFile={onFile}>
            Choose a file
          </FileButton>
          <Keys keys="Ctrl+Enter" />
          <span className="text-box-about">
            {[fileName, text === '' ? null : `${counted(text.length)} characters`]
              .filter(Boolean)
              .join(', ')}
          </span>
        </div>
      </div>
    </main>
  )
}
