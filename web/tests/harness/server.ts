/** `schemaos serve` in a process of its own, to be used, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = resolve(import.meta.dirname, '../../..')
const SERVE = 'from server.cli import main; main()'
const STARTED = 'SchemaOS is at '

/** Prelude: rooms that nobody is in close soon, and say so: an epoch has begun, if one was due. */
export const HASTY = `
from server.rooms import registry
registry.Rooms.__init__.__kwdefaults__["idle"] = 0.05
close = registry.Rooms._close

async def tells(self, room, reason):
    await close(self, room, reason)
    print("room closed", flush=True)

registry.Rooms._close = tells
`

/** Prelude: the same, and whenever a room closes, its document is made anew. */
export const REBUILDING = `${HASTY}
async def always(*_): return True
registry.is_grown = always
`

export class Server {
  #child: ChildProcess | undefined
  #port = 0
  #address = ''

  readonly #lines = new Set<(line: string) => void>()
  readonly #more: readonly string[]

  private constructor(
    readonly data: string,
    readonly prelude: string,
    more: readonly string[]
  ) {
    this.#more = more
  }

  /**
   * Start a server on a data folder of its own; it is in use when this returns.
   *
   * `prelude` is Python that runs before it: for what no setting is for, and a test must not wait.
   */
  static async start(prelude = '', ...more: readonly string[]): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'schemaos-web-')), prelude, more)
    await server.again()
    return server
  }

  /** The database of its own, for another server to share: that one takes these options. */
  async shared(): Promise<readonly string[]> {
    const pid = await readFile(join(this.data, 'postgres', 'postmaster.pid'), 'utf8')
    const folder = pid.split('\n')[4] ?? ''
    const url = `postgresql://schemaos@/postgres?host=${encodeURIComponent(folder)}&port=5432`
    return ['--database-url', url]
  }

  /** Wait until a room has closed; only a HASTY server tells. */
  roomClosed(): Promise<void> {
    return new Promise(resolve => {
      const hear = (line: string) => {
        if (line !== 'room closed') return
        this.#lines.delete(hear)
        resolve()
      }
      this.#lines.add(hear)
    })
  }

  get address(): string {
    return this.#address
  }

  /** Start anew on the same folder and the same port, after `kill` or `stop`. */
  async again(): Promise<void> {
    const child = spawn(python(), ['-c', `${this.prelude}\n${SERVE}`, ...this.#options()], {
      cwd: ROOT,
      env: { ...process.env, PYTHONUTF8: '1', SCHEMAOS_LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    this.#child = child
    this.#address = await addressOf(child, line => {
      for (const hear of this.#lines) hear(line)
    })
    this.#port = Number(new URL(this.#address).port)
  }

  /** Kill the process as a power cut would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Ask the process to end, and wait until it has. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  /** End for good: the folder goes, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child === undefined) await this.again() // a Postgres whose server was killed still runs
    await this.stop()
    await rm(this.data, { recursive: true, force: true })
  }

  #options(): string[] {
    return ['serve', '--port', String(this.#port), '--data', this.data, ...this.#more]
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** The Python that the server runs on. */
export function python(): string {
  const named = process.env['SCHEMAOS_PYTHON'] ?? join(ROOT, '.venv/bin/python')
  if (existsSync(named)) return named
  throw new Error(
    `there is no Python at ${named}; run \`make setup\`, or name one: SCHEMAOS_PYTHON`
  )
}

/** Wait for the line that says where the server is; it is printed when it can be used. */
async function addressOf(child: ChildProcess, hear: (line: string) => void): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output')
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the server ended with ${code} before it could be used; its words are above`)
  })
  ended.catch(() => undefined) // told by whoever waits below; later ends are asked for
  const started = new Promise<string>(resolve => {
    lines.on('line', line => {
      hear(line)
      const at = line.indexOf(STARTED)
      if (at >= 0) resolve(line.slice(at + STARTED.length).trim())
    })
  })
  return await Promise.race([started, ended])
}
