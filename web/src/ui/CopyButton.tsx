/** Copies a text and says that it did. */
import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/Button'
import { copyText } from '@/ui/clipboard'

interface CopyButtonProps {
  readonly text: () => string
  readonly children: ReactNode
}

const SAYS_MS = 2000

export function CopyButton({ text, children }: CopyButtonProps) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async () => {
    setSaid((await copyText(text())) ? 'Copied' : 'This browser does not let pages copy')
    setTimeout(() => setSaid(null), SAYS_MS)
  }
  return (
    <Button look="ghost" size="sm" icon={said === null ? 'copy' : 'check'} onClick={copy}>
      <span aria-live="polite">{said ?? children}</span>
    </Button>
  )
}
