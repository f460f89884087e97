/// <reference lib="webworker" />
/**
 * Opens the application without the network: the page from the server when it answers, else the one
 * that was kept; assets, which have their hash in their name, from what was kept; the API never.
 *
 *     install   keep the page and what it loads, all of one version
 *     activate  let go of versions before the last: an open tab may still load parts of that one
 */

/** Written by `plugin.ts` when the application is built. */
declare const VERSION: string
declare const SHELL: readonly string[]
declare const LATER: readonly string[]

interface Waitable extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface Fetching extends Waitable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Worker {
  readonly location: { readonly origin: string }
  readonly registration: { unregister(): Promise<boolean> }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', hear: (event: Waitable) => void): void
  addEventListener(type: 'fetch', hear: (event: Fetching) => void): void
}

const worker = globalThis as unknown as Worker
const PREFIX = 'schemaos '
const KEPT = PREFIX + VERSION
const PAGE = '/'
/** The page says of itself that it is this application; another one at this address does not. */
const SIGN = '<meta name="application-name" content="SchemaOS"'
/** Answers of something before the server that cannot reach it. */
const AWAY = new Set([502, 504])
/** An asset is the same however it was asked for. */
const WHATEVER = { ignoreVary: true }

worker.addEventListener('install', event => {
  event.waitUntil(install())
})

worker.addEventListener('activate', event => {
  event.waitUntil(letGo().then(() => worker.clients.claim()))
})

worker.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (isPage(pathname)) event.respondWith(page(event))
  } else if (pathname.startsWith('/assets/') || SHELL.includes(pathname)) {
    event.respondWith(asset(request))
  }
})

function isPage(path: string): boolean {
  return path === '/' || path === '/import' || /^\/m\/[^/]+$/.test(path)
}

async function install(): Promise<void> {
  const kept = await caches.open(KEPT)
  await kept.addAll(SHELL.map(path => new Request(path, { cache: 'no-cache' })))
  await worker.skipWaiting()
  await Promise.allSettled(LATER.map(path => kept.add(path)))
}

async function letGo(): Promise<void> {
  const versions = (await caches.keys()).filter(name => name.startsWith(PREFIX))
  const others = versions.filter(name => name !== KEPT) // in the order in which they came
  await Promise.all(others.slice(0, -1).map(name => caches.delete(name)))
}

async function page(event: Fetching): Promise<Response> {
  const answer = await fetch(event.request).catch(() => null)
  if (answer === null || AWAY.has(answer.status)) {
    const kept = await caches.open(KEPT)
    return (await kept.match(PAGE)) ?? answer ?? Response.error()
  }
  if (answer.ok) event.waitUntil(endUnlessOurs(answer.clone()))
  return answer
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.open(KEPT) // first: files beside the assets have one name in all versions
  const known = (await kept.match(request, WHATEVER)) ?? (await caches.match(request, WHATEVER))
  if (known !== undefined) return known
  const answer = await fetch(request)
  if (answer.ok) {
    await kept.put(request, answer.clone()).catch(() => undefined) // the device may be full
  }
  return answer
}

/** Where another application answers, nothing of this one stays. */
async function endUnlessOurs(answer: Response): Promise<void> {
  if ((await answer.text()).includes(SIGN)) return
  await worker.registration.unregister()
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX)) await caches.delete(name)
  }
}
