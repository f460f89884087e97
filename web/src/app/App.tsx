/** The pages of the application, by address; each is loaded when it is asked for. */
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { ModelGate } from '@/app/ModelGate'
import { NoSuchPage } from '@/app/NoSuchPage'
import { PageBoundary } from '@/app/PageBoundary'
import { Waiting } from '@/ui/Waiting'

const HomePage = lazy(async () => ({ default: (await import('@/app/HomePage')).HomePage }))
const ImportPage = lazy(async () => ({ default: (await import('@/app/ImportPage')).ImportPage }))
const ModelPage = lazy(async () => {
  import('@/app/Drawing').catch(() => undefined) // it comes beside the page, not after it
  return { default: (await import('@/app/ModelPage')).ModelPage }
})

export function App() {
  return (
    <PageBoundary>
      <Suspense fallback={<Waiting>Loading SchemaOS</Waiting>}>
        <Switch>
          <Route path="/">
            <HomePage />
          </Route>
          <Route path="/import">
            <ImportPage />
          </Route>
          <Route path="/m/:slug">
            {({ slug }) => (
              <ModelGate key={slug} slug={slug}>
                <ModelPage slug={slug} />
              </ModelGate>
            )}
          </Route>
          <Route>
            <NoSuchPage />
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  )
}
