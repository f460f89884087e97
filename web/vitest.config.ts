import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Tests in these folders meet a real server; all others need nothing. */
const LIVE = ['tests/live/**/*.test.ts', 'tests/stories/**/*.test.ts', 'tests/cuts/**/*.test.ts']

export default defineConfig({
  resolve: { alias: { '@': folder('./src'), '@harness': folder('./tests/harness') } },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['tests/**/*.test.ts'],
          exclude: LIVE,
          testTimeout: 120_000
        }
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: LIVE,
          globalSetup: ['tests/harness/house.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000
        }
      }
    ]
  }
})
