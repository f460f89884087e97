/** The first page: the models of this server, and a new one. */
export function HomePage() {
  return <h1>What are you modelling?</h1>
}
