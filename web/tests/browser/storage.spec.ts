import { CanvasPage } from '@harness/canvas'
import { agreed, modelOf, SHOP } from '@harness/drawn'
import { expect, test } from '@harness/visitors'

test('a browser that may keep nothing says so, and all else goes on', async ({
  visitor,
  server
}) => {
  const slug = await modelOf(server.address, SHOP)
  const { page } = await visitor('Mira')
  await page.addInitScript(() => {
    const forbidden = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches']) {
      Object.defineProperty(window, name, { get: forbidden })
    }
  })
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  await expect(page.getByText('This browser keeps nothing.')).toBeVisible()
  await page.getByRole('button', { name: 'Understood' }).click()
  await canvas.rename('Order', 'Purchase')
  await canvas.saved()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(canvas.card('Order')).toBeVisible()
  await canvas.saved()
  await agreed(server.address, slug, canvas)
})

test('a disk that is full loses nothing that the server can have', async ({ visitor, server }) => {
  const slug = await modelOf(server.address, SHOP)
  const { page } = await visitor('Mira', { expects: /Quota/ })
  await page.addInitScript(() => {
    const full = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    }
    IDBObjectStore.prototype.put = full
    IDBObjectStore.prototype.add = full
    Storage.prototype.setItem = full
  })
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  await canvas.rename('Order', 'Purchase')
  await canvas.saved()
  await expect(page.getByText('This browser keeps nothing.')).toBeVisible()
  await agreed(server.address, slug, canvas)
})

test('offline and with nothing kept, the page says what would be lost', async ({
  visitor,
  ownServer
}) => {
  const server = await ownServer()
  const slug = await modelOf(server.address, SHOP)
  const { page } = await visitor('Mira', { address: server.address })
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined })
  })
  const canvas = new CanvasPage(page)
  await canvas.open(slug)
  await server.kill()
  await canvas.rename('Order', 'Purchase')
  await canvas.says('1 not saved')
  await expect(page.getByText(/in this page only/)).toBeVisible()
  await server.again()
  await canvas.reconnect()
  await agreed(server.address, slug, canvas)
})
