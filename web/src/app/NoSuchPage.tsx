/** What an address shows that no page has. */
import { Sign } from '@/app/Sign'

export function NoSuchPage() {
  return (
    <Sign title="Nothing is at this address">
      <p>Look for a letter that is missing, or begin from the list of models.</p>
    </Sign>
  )
}
