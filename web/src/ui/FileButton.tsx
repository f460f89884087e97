/** A button that lets a file be chosen. */
import { type ReactNode, useRef } from 'react'
import { Button } from '@/ui/Button'
import type { ButtonLook, ControlSize } from '@/ui/buttonClass'

interface FileButtonProps {
  readonly look?: ButtonLook
  readonly size?: ControlSize
  readonly onFile: (file: File) => void
  readonly children: ReactNode
}

export function FileButton({ look = 'plain', size = 'md', onFile, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button look={look} size={size} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = '' // the same file may be chosen again
          if (file !== undefined) onFile(file)
        }}
      />
    </>
  )
}
