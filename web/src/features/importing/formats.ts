/** Formats that are not read yet, told by their look, so that nobody searches for a mistake. */

interface Format {
  readonly title: string
  readonly endings: readonly string[]
  readonly looks: RegExp
}

const LATER: readonly Format[] = [
  {
    title: 'Prisma',
    endings: ['prisma'],
    looks: /^\s*(?:datasource|generator)\s+\w+\s*\{|^\s*model\s+\w+\s*\{/mu
  },
  { title: 'DBML', endings: ['dbml'], looks: /^\s*Table\s+[\w".]+[^{]*\{/mu },
  { title: 'OpenAPI', endings: [], looks: /^\s*["']?(?:openapi|swagger)["']?\s*:/mu },
  { title: 'JSON Schema', endings: [], looks: /"\$schema"\s*:|"\$defs"\s*:/u },
  {
    title: 'GraphQL',
    endings: ['graphql', 'gql', 'graphqls'],
    looks: /^\s*(?:type|input|interface|enum)\s+\w+[^{(]*\{/mu
  },
  {
    title: 'SOML',
    endings: ['soml'],
    looks: /^\s*(?:context|entity|aggregate|value)\s+\w+\s*\{/mu
  },
  { title: 'CSV', endings: ['csv', 'tsv'], looks: /^[\w" ]+(?:[,;\t][\w" ]+){2,}$/u }
]

const BEGINNING = 20_000

/** What to say of a text that the server did not know; null when it is in none of these formats. */
export function saidOfLater(text: string, fileName: string | null): string | null {
  const ending = fileName?.split('.').at(-1)?.toLowerCase() ?? ''
  const beginning = text.slice(0, BEGINNING)
  const format =
    LATER.find(({ endings }) => endings.includes(ending)) ??
    LATER.find(({ looks }) => looks.test(beginning))
  if (format === undefined) return null
  return `This is ${format.title}, which comes later. Bring SQL with CREATE TABLE statements for now; the text stays here.`
}
