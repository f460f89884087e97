/** People, and the models that they work on, over HTTP. */
import { randomUUID } from 'node:crypto'

export interface Person {
  readonly id: string
  readonly name: string
  /** What the cookie that says who they are holds; its name goes by the port. */
  readonly proof: string
}

/** One commit, as `GET /commits` lists it. */
export interface Commit {
  readonly commit_id: string
  readonly tx: number
  readonly author: string
  readonly summary: string
  readonly operations: readonly {
    readonly element: string
    readonly attribute: string
    readonly kind: 'assert' | 'retract'
    readonly value: unknown
  }[]
}

export interface Graph {
  readonly elements: readonly Readonly<Record<string, unknown> & { readonly id: string }>[]
}

/** Give somebody a name. */
export async function introduce(server: string, name: string): Promise<Person> {
  return personOf(await asked(server, '/api/me', { method: 'PUT', body: { name } }), name)
}

async function personOf(answer: Response, name: string): Promise<Person> {
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  const { id } = (await answer.json()) as { id: string }
  return { id, name, proof: cookie.slice(cookie.indexOf('=') + 1) }
}

/** Give somebody another name; they stay who they are. */
export async function rename(server: string, person: Person, name: string): Promise<Person> {
  const body = JSON.stringify({ name })
  const headers = { 'content-type': 'application/json', cookie: cookieOf(person, server) }
  return personOf(await fetch(`${server}/api/me`, { method: 'PUT', headers, body }), name)
}

/** Return the Cookie header that tells an address who somebody is. */
export function cookieOf({ proof }: Person, address: string): string {
  return `schemaos_${new URL(address).port}=${proof}`
}

/** Make a blank model; returns its slug. */
export async function newModel(server: string): Promise<string> {
  const slug = `m-${randomUUID()}`
  await asked(server, '/api/models', { method: 'POST', body: { name: slug, slug } })
  return slug
}

/** All commits of a model until now, newest first, with those that only moved cards. */
export async function commitsOf(server: string, model: string): Promise<readonly Commit[]> {
  await graphOf(server, model)
  const commits: Commit[] = []
  for (let next: string | null = ''; next !== null; ) {
    const more: string = next === '' ? '' : `&next=${next}`
    const path = `/api/models/${model}/commits?layout=true&limit=200${more}`
    const page = (await (await asked(server, path)).json()) as {
      items: Commit[]
      next: string | null
    }
    commits.push(...page.items)
    next = page.next
  }
  return commits
}

/** The graph of a model: who asks for it waits until reading has come as far as writing. */
export async function graphOf(server: string, model: string): Promise<Graph> {
  return (await (await asked(server, `/api/models/${model}/graph`)).json()) as Graph
}

interface Asking {
  readonly method: string
  readonly body: unknown
}

async function asked(server: string, path: string, asking?: Asking): Promise<Response> {
  const answer = await fetch(`${server}${path}`, {
    method: asking?.method ?? 'GET',
    headers: { 'content-type': 'application/json' },
    ...(asking === undefined ? {} : { body: JSON.stringify(asking.body) })
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
