/** Where a text shall go: a model of its own, or one that is there. */
import type { Model } from '@/api/http.gen'
import { isSlug, slugOf } from '@/api/slug'
import { RadioCards } from '@/ui/RadioCards'
import { Select } from '@/ui/Select'
import { TextField } from '@/ui/TextField'
import './destination.css'

export interface Place {
  readonly way: 'new' | 'into'
  readonly name: string
  readonly slug: string
  /** The address was typed, and does not follow the name any more. */
  readonly slugIsOwn: boolean
  /** The slug of the model that it goes into. */
  readonly model: string
}

interface DestinationProps {
  readonly place: Place
  readonly models: readonly Model[]
  readonly problem: string | undefined
  readonly onChange: (place: Place) => void
}

export function Destination({ place, models, problem, onChange }: DestinationProps) {
  const { way, name, slug, slugIsOwn, model } = place
  return (
    <div className="destination">
      <RadioCards
        label="Bring it in as"
        value={way}
        onChange={chosen => onChange({ ...place, way: chosen })}
        choices={[
          { value: 'new', title: 'A new model', text: 'Everything else stays as it is.' },
          {
            value: 'into',
            title: 'A part of a model',
            text: models.length > 0 ? 'You see what would change first.' : 'There is none yet.',
            disabled: models.length === 0
          }
        ]}
      />
      {way === 'new' ? (
        <div className="destination-fields">
          <TextField
            label="Name"
            value={name}
            onChange={typed =>
              onChange({ ...place, name: typed, slug: slugIsOwn ? slug : slugOf(typed) })
            }
          />
          <TextField
            label="Address"
            value={slug}
            spellCheck={false}
            problem={problem ?? problemOf(slug)}
            hint={`/m/${slug}`}
            onChange={typed => onChange({ ...place, slug: typed, slugIsOwn: true })}
          />
        </div>
      ) : (
        <Select
          label="Model"
          value={model}
          choices={models.map(({ slug: value, name: title }) => ({ value, title }))}
          onChange={chosen => onChange({ ...place, model: chosen })}
        />
      )}
    </div>
  )
}

function problemOf(slug: string): string | undefined {
  if (isSlug(slug)) return undefined
  const nearest = slugOf(slug)
  const remedy = nearest === '' ? 'Type one' : `Use ${nearest}`
  return `An address has a-z, 0-9, - and _, and begins with a letter or a figure. ${remedy}.`
}
