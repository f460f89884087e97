/**
 * What each page loads before its first picture, in bytes of gzip, and of what it consists; `drawing`
 * is the model page with its canvas, which comes beside it:
 * `node tests/bench/size.mjs`. Fonts are not counted: they come after the picture.
 */
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const PAGES = {
  home: ['HomePage'],
  import: ['ImportPage'],
  model: ['ModelPage'],
  drawing: ['ModelPage', 'Drawing']
}
const MOST = 200_000
const LISTED = 24

const { output } = await built()
const chunks = new Map(
  output.filter(({ type }) => type === 'chunk').map(chunk => [chunk.fileName, chunk])
)
const sizes = new Map(output.map(file => [file.fileName, packed(file.code ?? file.source)]))
const entry = [...chunks.values()].find(({ isEntry }) => isEntry)

for (const [page, names] of Object.entries(PAGES)) {
  const own = [...chunks.values()].filter(({ name }) => names.includes(name))
  if (own.length < names.length) throw new Error(`no chunks are called ${names}`)
  const loaded = new Set([entry, ...own].flatMap(chunk => [...closure(chunk)]))
  const styles = new Set([...loaded].flatMap(chunk => [...chunk.viteMetadata.importedCss]))
  const script = sum([...loaded].map(({ fileName }) => sizes.get(fileName)))
  const style = sum([...styles].map(fileName => sizes.get(fileName)))
  const whole = script + style + sizes.get('index.html')
  const verdict = whole <= MOST ? '' : `  more than ${MOST / 1000} kB`
  console.log(`${page.padEnd(8)}${kB(whole)} kB, of it ${kB(style)} kB styles${verdict}`)
  if (page === 'drawing') for (const line of heaviest(loaded)) console.log(line)
}

async function built() {
  const made = await build({ logLevel: 'error', build: { write: false } })
  return Array.isArray(made) ? made[0] : made
}

/** A chunk with all that it imports at once. */
function closure(chunk, found = new Set()) {
  if (chunk === undefined || found.has(chunk)) return found
  found.add(chunk)
  for (const name of chunk.imports) closure(chunks.get(name), found)
  return found
}

/** The heaviest folders and packages; before they are made smaller, so their share counts. */
function heaviest(loaded) {
  const parts = new Map()
  for (const { modules } of loaded) {
    for (const [path, { renderedLength }] of Object.entries(modules)) {
      const part = partOf(path)
      parts.set(part, (parts.get(part) ?? 0) + renderedLength)
    }
  }
  const all = sum([...parts.values()])
  return [...parts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, LISTED)
    .map(([part, length]) => `  ${((length / all) * 100).toFixed(1).padStart(5)} %  ${part}`)
}

function partOf(path) {
  const [, inPackage] = path.split(/.*node_modules\//)
  if (inPackage !== undefined) {
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/')
  }
  const [, own = 'vite'] = path.split(/.*\/web\/src\//)
  return own.split('/').slice(0, 2).join('/')
}

function packed(content) {
  return gzipSync(content, { level: 9 }).length
}

function sum(numbers) {
  return numbers.reduce((all, each) => all + each, 0)
}

function kB(bytes) {
  return (bytes / 1000).toFixed(1).padStart(6)
}
