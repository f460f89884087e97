import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import tested from './playwright.config'

/** How fast the screens are: measured and printed, never asserted; a trace would cost frames. */
export default defineConfig({
  ...tested,
  testDir: 'tests/bench',
  testMatch: '*.bench.ts',
  outputDir: join(tmpdir(), 'schemaos-bench'),
  workers: 1,
  timeout: 600_000,
  reporter: 'dot',
  use: { ...tested.use, trace: 'off' }
})
