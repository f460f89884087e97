/** One real server for all live tests of a run, started once and stopped at the end. */
import type { TestProject } from 'vitest/node'
import { Server } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the server of this run is: `http://127.0.0.1:49152`. */
    server: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await Server.start()
  project.provide('server', server.address)
  return () => server[Symbol.asyncDispose]()
}
