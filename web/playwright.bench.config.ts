import { defineConfig } from '@playwright/test'
import tested from './playwright.config'

/** How fast the screens are: measured and printed, never asserted. */
export default defineConfig({
  ...tested,
  testDir: 'tests/bench',
  testMatch: '*.bench.ts',
  workers: 1,
  timeout: 600_000,
  reporter: 'line'
})
