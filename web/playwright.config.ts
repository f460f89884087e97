import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** Debian's own; another one is named by CHROMIUM. `.ci/setup.py browser` brings it. */
const executablePath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser']
  .filter(path => path !== undefined)
  .find(path => existsSync(path))

if (executablePath === undefined) {
  throw new Error('there is no chromium; run `make test`, which installs it, or name one: CHROMIUM')
}

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: join(tmpdir(), 'schemaos-browser'),
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 720 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox'] }
  }
})
