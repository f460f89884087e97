/** Who wrote what lately: the newest commits of a model, read over HTTP. */

/** One person's write of one register, as history tells it. */
export interface Written {
  readonly element: string
  readonly attribute: string
  readonly tx: number
  readonly person: Person
}

interface Person {
  readonly id: string
  readonly name: string
}

/** Returns the writes of commits after `tx`, newest first; of the newest commits when it is null. */
export type Chronicle = (tx: number | null) => Promise<readonly Written[]>

/** Half of what the server gives at once, and as far back as a line for a person is worth. */
const PAGE = 100
const MOST_PAGES = 5

interface Commit {
  readonly tx: number
  readonly actor: string
  readonly author: string
  readonly operations: readonly { readonly element: string; readonly attribute: string }[]
}

interface Commits {
  readonly items: readonly Commit[]
  readonly next: string | null
}

/** Make a chronicle that asks the server; it rejects when that cannot be reached. */
export function chronicle(server: string, model: string): Chronicle {
  return async tx => {
    const written: Written[] = []
    let next: string | null = null
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const commits: Commits = await listed(server, model, next)
      written.push(...commits.items.filter(commit => commit.tx > (tx ?? 0)).flatMap(writes))
      next = commits.next
      if (next === null || tx === null || (commits.items.at(-1)?.tx ?? 0) <= tx) break
    }
    return written
  }
}

async function listed(server: string, model: string, next: string | null): Promise<Commits> {
  const url = new URL(`/api/models/${encodeURIComponent(model)}/commits`, server)
  url.searchParams.set('layout', 'true')
  url.searchParams.set('limit', String(PAGE))
  if (next !== null) url.searchParams.set('next', next)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`history of ${model} could not be read: ${answer.status}`)
  return (await answer.json()) as Commits
}

function writes({ tx, actor, author, operations }: Commit): Written[] {
  const person = { id: actor, name: author }
  return operations.map(({ element, attribute }) => ({ element, attribute, tx, person }))
}
