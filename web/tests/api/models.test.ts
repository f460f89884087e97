import { afterEach, expect, test, vi } from 'vitest'
import { createBlank, listModels, modelAt, modelsSeen } from '@/api/models'
import { answering, refusing } from './answers'

afterEach(() => vi.unstubAllGlobals())

const model = (slug: string, changed: string | null = null) => ({
  slug,
  name: slug,
  archived: false,
  created_at: '2026-01-01T00:00:00Z',
  changed_at: changed
})

test('all pages of models are listed, the last changed first', async () => {
  const pages = [
    { items: [model('a', '2026-02-01T00:00:00Z')], next: 'a b' },
    { items: [model('new'), model('z', '2026-03-01T00:00:00Z')], next: null }
  ]
  const heard = answering(({ path }) => ({
    status: 200,
    body: path.includes('next=') ? pages[1] : pages[0]
  }))
  expect((await listModels()).map(({ slug }) => slug)).toEqual(['z', 'a', 'new'])
  expect(heard[1]?.path).toBe('/api/models?archived=true&next=a%20b')
})

test('a model whose address is taken is made at the next free one', async () => {
  const heard = answering(({ method, body }) => {
    if (method === 'GET') {
      return { status: 200, body: { items: [model('shop'), model('shop-2')], next: null } }
    }
    const { slug } = body as { slug?: string }
    return slug === undefined
      ? refusing(409, 'slug-taken', 'the slug shop is taken; choose another one')
      : { status: 201, body: model(slug) }
  })
  expect((await createBlank('Shop')).slug).toBe('shop-3')
  expect(heard.at(-1)?.body).toEqual({ name: 'Shop', slug: 'shop-3' })
})

test('any other refusal is not tried again', async () => {
  const heard = answering(() => refusing(422, 'value-refused', 'the name is too long; shorten it'))
  await expect(createBlank('Shop')).rejects.toThrow('too long')
  expect(heard).toHaveLength(1)
})

test('a model that was opened is among those seen, once', async () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value)
  })
  answering(({ path }) => ({ status: 200, body: model(path.split('/').at(-1) ?? '') }))
  await modelAt('shop')
  await modelAt('ledger')
  await modelAt('shop')
  expect(modelsSeen().map(({ slug }) => slug)).toEqual(['shop', 'ledger'])
})
