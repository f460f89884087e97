/** Copies the address of the model, and says so. */
import { Button } from '@/ui/Button'
import { copyText } from '@/ui/clipboard'
import { useWorkspace } from '@/workspace/hooks'

export function ShareButton() {
  const workspace = useWorkspace()
  const share = async () => {
    const address = new URL(`/m/${encodeURIComponent(workspace.slug)}`, window.location.origin)
    const isCopied = await copyText(address.href)
    workspace.tell(
      isCopied
        ? { tone: 'info', fact: 'The link is copied', remedy: whoCanOpen(address.hostname) }
        : { tone: 'refusal', fact: 'The link could not be copied', remedy: address.href }
    )
  }
  return (
    <Button look="primary" title="Copy the link to this model" onClick={() => void share()}>
      Share
    </Button>
  )
}

function whoCanOpen(host: string): string {
  const isHere = host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.')
  return isHere || host === '[::1]'
    ? 'It opens on this computer, where the server runs.'
    : 'Whoever opens it works here with you.'
}
