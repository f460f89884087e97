/** Makes `sw.js` of `worker.ts` when the application is built: with the names of what was built in it. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Plugin, transformWithOxc } from 'vite'

type Bundle = Parameters<Extract<Plugin['generateBundle'], (...given: never[]) => unknown>>[1]

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
/** Files of `public/`, which the page asks for. */
const OF_PAGE = ['/theme.js', '/icon.svg']
/** What is kept under a name that says nothing of what is in it. */
const UNHASHED = ['index.html', ...OF_PAGE.map(path => `public${path}`)].map(path =>
  fileURLToPath(new URL(`../${path}`, import.meta.url))
)
/** Letters that few need are kept when they are first shown. */
const RARE = /\.woff2$/
const COMMON = /-latin-(?:wght|standard)/

export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const source = await transformWithOxc(await readFile(WORKER, 'utf8'), WORKER)
      const { shell, later } = filesOf(bundle)
      const version = createHash('sha256').update(shell.concat(later).join()).update(source.code)
      for (const file of UNHASHED) version.update(await readFile(file))
      const names = {
        VERSION: version.digest('hex').slice(0, 12),
        SHELL: ['/', ...OF_PAGE, ...shell],
        LATER: later
      }
      const constants = Object.entries(names).map(
        ([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`
      )
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: constants.join('') + source.code })
    }
  }
}

/** What every page needs, and what is kept besides, in its own time. */
function filesOf(bundle: Bundle): { readonly shell: string[]; readonly later: string[] } {
  const shell: string[] = []
  const later: string[] = []
  for (const file of Object.values(bundle)) {
    const path = `/${file.fileName}`
    if (!path.startsWith('/assets/') || (RARE.test(path) && !COMMON.test(path))) continue
    const isShell = file.type === 'chunk' || /\.(?:css|woff2)$/.test(path)
    if (isShell) shell.push(path)
    else later.push(path)
  }
  return { shell: shell.sort(), later: later.sort() }
}
