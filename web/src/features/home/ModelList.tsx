/** The models, the one that changed last first. */
import { useMemo, useState } from 'react'
import type { Model } from '@/api/http.gen'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { Empty } from '@/ui/Empty'
import { TextField } from '@/ui/TextField'
import { ModelRow, type ModelRowProps } from './ModelRow'
import { shownOf } from './shown'
import './model-list.css'

interface ModelListProps extends Omit<ModelRowProps, 'model'> {
  readonly models: readonly Model[]
}

const MANY = 8
const AT_ONCE = 50

export function ModelList({ models, ...row }: ModelListProps) {
  const [filter, setFilter] = useState('')
  const [withArchived, setWithArchived] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const fitting = useMemo(
    () => shownOf(models, { filter, withArchived }),
    [models, filter, withArchived]
  )
  const shown = isWhole ? fitting : fitting.slice(0, AT_ONCE)
  const archived = models.filter(model => model.archived).length
  return (
    <section aria-label="Models">
      <div className="model-list-head">
        <h2>Recent models</h2>
        {archived > 0 && (
          <Checkbox checked={withArchived} onChange={setWithArchived}>
            Show {archived} archived
          </Checkbox>
        )}
        {models.length > MANY && (
          <TextField
            label="Find a model"
            labelHidden
            icon="search"
            type="search"
            placeholder="Find a model"
            value={filter}
            onChange={setFilter}
          />
        )}
      </div>
      <ul>
        {shown.map(model => (
          <ModelRow key={model.slug} model={model} {...row} />
        ))}
      </ul>
      {shown.length < fitting.length && (
        <div className="model-list-more">
          <Button onClick={() => setWhole(true)}>Show all {fitting.length}</Button>
        </div>
      )}
      {shown.length === 0 && <NothingShown filter={filter} isEmpty={models.length === 0} />}
    </section>
  )
}

function NothingShown({ filter, isEmpty }: { readonly filter: string; readonly isEmpty: boolean }) {
  if (filter !== '') {
    return <Empty title="No model is called that">Take another word, or show archived ones.</Empty>
  }
  return (
    <Empty title={isEmpty ? 'Your models will be here' : 'Every model is archived'}>
      <p>Type what you are modelling above, for example Webshop, and press Enter.</p>
    </Empty>
  )
}
