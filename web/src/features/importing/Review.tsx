/** A text as it would come in: looked through, then brought in, or left. */
import { useMemo, useState } from 'react'
import type { ImportPreview, Model } from '@/api/http.gen'
import { isSlug } from '@/api/slug'
import { Button } from '@/ui/Button'
import { Waiting } from '@/ui/Waiting'
import { Changes } from './Changes'
import { Counts } from './Counts'
import { Destination, type Place } from './Destination'
import type { Draft } from './draft'
import { Losses } from './Losses'
import { Picture } from './Picture'
import { fitOf } from './summary'
import { useBringing } from './useBringing'
import { asked } from './useImport'
import { useProposal } from './useProposal'
import './review.css'

interface ReviewProps {
  readonly preview: ImportPreview
  readonly draft: Draft
  readonly models: readonly Model[]
  readonly onDone: (slug: string) => void
}

export function Review({ preview, draft, models, onDone }: ReviewProps) {
  const text = useMemo(() => asked(draft), [draft])
  const [place, setPlace] = useState<Place>(() => ({
    way: 'new',
    name: preview.name,
    slug: preview.slug,
    slugIsOwn: false,
    model: models[0]?.slug ?? ''
  }))
  const { proposal, again } = useProposal(place.way === 'into' ? place.model : null, text)
  const { doing, bring, forget } = useBringing(text, onDone)
  const change = (wanted: Place) => {
    setPlace(wanted)
    forget()
  }
  const isBusy = doing.state === 'busy'
  const [address, said] = doing.state === 'failed' ? problemsIn(doing, place) : []
  const target = models.find(({ slug }) => slug === place.model)?.name ?? place.model
  return (
    <main className="review">
      <aside className="review-side" aria-label="Import">
        <div>
          <h1>{fitOf(preview)}</h1>
          <p className="review-lead">
            Nothing has been changed yet. Look through, then bring it in.
          </p>
        </div>
        <Counts preview={preview} />
        <Destination place={place} models={models} problem={address} onChange={change} />
        <div className="review-do">
          {said !== undefined && (
            <p className="review-problem" role="alert">
              {said}
            </p>
          )}
          {isBusy && (
            <Waiting done={doing.task?.done ?? 0} total={doing.task?.total ?? null}>
              {doing.task?.says ?? 'Bringing it in'}
            </Waiting>
          )}
          <Button
            look="primary"
            size="lg"
            disabled={isBusy || !isReady(place, proposal)}
            onClick={() => bring(place, proposal)}
          >
            {labelOf(place.way, target, doing)}
          </Button>
        </div>
      </aside>
      <section className="review-main" aria-label="What comes in and what does not">
        <Picture picture={preview.picture} />
        <Changes proposal={proposal} onAgain={again} />
        {preview.losses.length > 0 ? (
          <Losses losses={preview.losses} text={draft.text} />
        ) : (
          <p className="review-all">Every statement of the text was taken over.</p>
        )}
      </section>
    </main>
  )
}

type Doing = ReturnType<typeof useBringing>['doing']
type Proposed = ReturnType<typeof useProposal>['proposal']

function isReady({ way, name, slug }: Place, proposal: Proposed): boolean {
  if (way === 'new') return name.trim() !== '' && isSlug(slug)
  return proposal.state === 'known' && proposal.change.sentences.length > 0
}

function labelOf(way: Place['way'], target: string, doing: Doing): string {
  if (doing.state === 'failed' && doing.isCut) return 'Try again'
  return way === 'new' ? 'Make the model' : `Bring it into ${target}`
}

/** What is said at the address, and what above the button. */
function problemsIn(
  { line, isAboutSlug }: Extract<Doing, { state: 'failed' }>,
  { way }: Place
): readonly [string | undefined, string | undefined] {
  return isAboutSlug && way === 'new' ? [line, undefined] : [undefined, line]
}
