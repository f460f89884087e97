/** People in browsers of their own, on a real server: what every browser test begins with. */

import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { cookieOf, introduce, newModel } from './people'
import { Server } from './server'

/** Somebody at a browser. Whatever goes wrong on their pages, also unseen, fails the test. */
interface Visitor {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page
  /** Open one more tab. */
  tab(): Promise<Page>
}

interface Invitation {
  /** Where they go; the test's own server when it is left out. */
  readonly address?: string
  /** What may go wrong on their pages, for it is what the test is about. */
  readonly expects?: RegExp
}

interface Given {
  /** Somebody comes, with a name that others see. */
  readonly visitor: (name: string, invitation?: Invitation) => Promise<Visitor>
  /** A server that this test may kill. */
  readonly ownServer: () => Promise<Server>
}

interface Shared {
  readonly server: Server
}

/** What a browser says by itself when a server or the network is gone. */
const LOST_CONNECTION = /Failed to load resource|WebSocket connection to|net::ERR_/

export const test = base.extend<Given, Shared>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      await using server = await Server.start()
      await use(server)
    },
    { scope: 'worker' }
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  ownServer: async ({}, use) => {
    const servers: Server[] = []
    await use(async () => {
      const server = await Server.start()
      servers.push(server)
      return server
    })
    for (const server of servers) await server[Symbol.asyncDispose]()
  },
  visitor: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = []
    const wrong: string[] = []
    await use(async (name, { address = server.address, expects } = {}) => {
      const context = await browser.newContext({ baseURL: address })
      contexts.push(context)
      await context.addCookies([cookieFor(await introduce(address, name), address)])
      const watched = (page: Page) => watch(page, name, wrong, expects)
      context.on('page', watched)
      const page = await context.newPage()
      return { name, context, page, tab: () => context.newPage() }
    })
    for (const context of contexts) await context.close()
    expect(wrong, 'what went wrong on the pages').toEqual([])
  }
})

export { expect, newModel }

function cookieFor(person: Awaited<ReturnType<typeof introduce>>, address: string) {
  const [name = '', value = ''] = cookieOf(person, address).split('=', 2)
  return { name, value, url: address }
}

function watch(page: Page, name: string, wrong: string[], expects?: RegExp): void {
  const note = (words: string) => {
    if (LOST_CONNECTION.test(words) || expects?.test(words) === true) return
    wrong.push(`${name}: ${words}`)
  }
  page.on('pageerror', error => note(`${error.message}\n${error.stack ?? ''}`))
  page.on('console', message => {
    if (message.type() === 'error') note(message.text())
  })
}
