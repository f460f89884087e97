/** The canvas as somebody uses it: cards by their names, lines by their words. */
import { expect, type Locator, type Page } from '@playwright/test'

/** A card as it is drawn. */
export interface Drawn {
  readonly label: string
  readonly lines: readonly string[]
  /** Its name and where it stands on the canvas. */
  readonly place: string
}

export function drawnAs(name: string, x: number, y: number): string {
  return `${name} at ${x} ${y}`
}

export class CanvasPage {
  constructor(readonly page: Page) {}

  /** Open a model and wait until it is drawn and everything is saved. */
  async open(slug: string): Promise<void> {
    await this.page.goto(`/m/${slug}`)
    await this.ready()
    await this.saved()
  }

  /** Wait until it takes what is done on it. */
  ready(): Promise<void> {
    return expect(this.surface).toHaveAttribute('aria-busy', 'false')
  }

  get surface(): Locator {
    return this.page.getByRole('region', { name: 'Canvas' })
  }

  card(name: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^${escaped(name)}, `) })
  }

  frame(name: string): Locator {
    return this.surface.getByRole('region', { name, exact: true })
  }

  /** A line of a card, by its words. */
  line(card: string, words: string): Locator {
    return this.card(card).locator('[data-row]').filter({ hasText: words })
  }

  /** Where a line or a name is typed. */
  get input(): Locator {
    return this.surface.locator('input')
  }

  get notices(): Locator {
    return this.page.getByRole('region', { name: 'Notices' })
  }

  get edges(): Locator {
    return this.surface.locator('[data-edge]')
  }

  /** Click on the head of a card, and with Shift on those of others. */
  async select(...names: readonly string[]): Promise<void> {
    for (const [place, name] of names.entries()) {
      const { x, y } = await this.headOf(name)
      if (place > 0) await this.page.keyboard.down('Shift')
      await this.page.mouse.click(x, y)
      if (place > 0) await this.page.keyboard.up('Shift')
    }
  }

  /** Choose from the menu of a card. */
  async choose(name: string, title: string): Promise<void> {
    const { x, y } = await this.headOf(name)
    await this.page.mouse.click(x, y, { button: 'right' })
    await this.page.getByRole('menuitem', { name: title }).click()
  }

  /** All cards that are drawn, by name. */
  async drawn(): Promise<readonly Drawn[]> {
    const cards = await this.surface.getByRole('article').evaluateAll(articles =>
      articles.map(article => {
        const node = article.closest<HTMLElement>('.react-flow__node')
        const [x = 0, y = 0] = (node?.style.transform ?? '').match(/-?[\d.]+/g)?.map(Number) ?? []
        const label = article.getAttribute('aria-label') ?? ''
        const lines = [...article.querySelectorAll('[data-row]')].map(
          ({ textContent }) => textContent
        )
        return { label, lines, x, y }
      })
    )
    return cards
      .map(({ label, lines, x, y }) => {
        const [name = ''] = label.split(', ')
        return { label, lines, place: drawnAs(name, x, y) }
      })
      .sort((one, other) => (one.place < other.place ? -1 : 1))
  }

  /** What the bar says of one's work. */
  says(words: string | RegExp): Promise<void> {
    return expect(this.page.getByRole('banner').getByText(words)).toBeVisible()
  }

  /** Come back online; it may have come back by itself before the button is pressed. */
  async reconnect(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Try now' })
    await button.click({ timeout: 3000 }).catch(() => undefined)
    await this.saved()
  }

  saved(): Promise<void> {
    return this.says('Saved')
  }

  /** Double-click on an empty place, which begins an entity there, and type on. */
  async draw(name: string, at: { x: number; y: number }, lines: readonly string[] = []) {
    await this.surface.dblclick({ position: at })
    await this.page.keyboard.type(name)
    await this.page.keyboard.press('Enter')
    for (const line of lines) {
      await this.page.keyboard.type(line)
      await this.page.keyboard.press('Enter')
    }
    await this.page.keyboard.press('Escape')
    await expect(this.card(name)).toBeVisible()
  }

  /** Drag by the card's head, in as many steps as a hand makes. */
  async drag(name: string, by: { x: number; y: number }): Promise<void> {
    await this.grab(name)
    await this.moveBy(by)
    await this.page.mouse.up()
  }

  async grab(name: string): Promise<void> {
    const { x, y } = await this.headOf(name)
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    this.#hand = { x, y }
  }

  async moveBy({ x, y }: { x: number; y: number }): Promise<void> {
    const to = { x: this.#hand.x + x, y: this.#hand.y + y }
    await this.page.mouse.move(to.x, to.y, { steps: 12 })
    this.#hand = to
  }

  letGo(): Promise<void> {
    return this.page.mouse.up()
  }

  /** Where a card's box is in the window. */
  async boxOf(name: string) {
    const box = await this.card(name).boundingBox()
    if (box === null) throw new Error(`the card ${name} has no box`)
    return box
  }

  /** Zoom in or out by the keys until it is about so much. */
  async zoomTo(zoom: number): Promise<void> {
    await this.surface.focus()
    for (let turn = 0; turn < 60; turn += 1) {
      const now = await this.#restingZoom()
      if (now <= zoom * 1.15 && now >= zoom / 1.15) return
      await this.page.keyboard.press(now > zoom ? 'ControlOrMeta+-' : 'ControlOrMeta+=')
    }
    throw new Error(`the canvas does not come to zoom ${zoom}`)
  }

  /** The zoom, once it is the same for some frames. */
  #restingZoom(): Promise<number> {
    return this.page.getByRole('button', { name: /^Zoom \d+ %/ }).evaluate(
      button =>
        new Promise<number>(done => {
          let [last, frames] = ['', 0]
          const look = () => {
            const now = button.textContent ?? ''
            frames = now === last ? frames + 1 : 0
            last = now
            if (frames < 8) requestAnimationFrame(look)
            else done(Number.parseInt(now, 10) / 100)
          }
          look()
        })
    )
  }

  /** Give a card another name; `typed` leaves the last Enter to whoever waits for it. */
  async rename(from: string, to: string, end: 'done' | 'typed' = 'done'): Promise<void> {
    await this.card(from).getByText(from, { exact: true }).dblclick()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.type(to)
    if (end === 'typed') return
    await this.page.keyboard.press('Enter')
    await this.page.keyboard.press('Escape')
    await expect(this.card(to)).toBeVisible()
  }

  #hand = { x: 0, y: 0 }

  async headOf(name: string): Promise<{ x: number; y: number }> {
    const { x, y, width } = await this.boxOf(name)
    return { x: x + width * 0.7, y: y + 8 }
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
