/** Asks for the name that stands beside what a person changes. */
import { type FormEvent, useState } from 'react'
import type { Me } from '@/api/http.gen'
import { nameMe } from '@/api/me'
import { lineOf, toldBy } from '@/api/words'
import { Button } from '@/ui/Button'
import { Dialog, DialogActions } from '@/ui/Dialog'
import { TextField } from '@/ui/TextField'

interface NameDialogProps {
  readonly me: Me
  readonly onNamed: (me: Me) => void
  readonly onClose: () => void
}

export function NameDialog({ me, onNamed, onClose }: NameDialogProps) {
  const [name, setName] = useState(me.name)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const use = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    nameMe(name.trim())
      .then(
        named => {
          onNamed(named)
          onClose()
        },
        (error: unknown) => setProblem(lineOf(toldBy(error)))
      )
      .finally(() => setBusy(false))
  }
  return (
    <Dialog title="Your name" onClose={onClose}>
      <form onSubmit={use}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          problem={problem}
          hint="It stands beside what you change, in history too."
          maxLength={200}
          required
          onFocus={event => event.target.select()}
        />
        <DialogActions>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" look="primary" disabled={isBusy || name.trim() === ''}>
            Use this name
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
