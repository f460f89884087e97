/** The pages of the application, by address. */
import { Route, Switch } from 'wouter'
import { HomePage } from '@/app/HomePage'
import { ModelPage } from '@/app/ModelPage'

export function App() {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/m/:slug">{({ slug }) => <ModelPage key={slug} slug={slug} />}</Route>
    </Switch>
  )
}
