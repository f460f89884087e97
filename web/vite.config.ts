import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { offline } from './offline/plugin.ts'

/** A server to develop against: `SCHEMAOS_SERVER=http://127.0.0.1:8000 npx vite`. */
const server = process.env['SCHEMAOS_SERVER'] ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), offline()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // A small font in the style sheet would be loaded by everybody, and the page's policy forbids it.
  build: {
    outDir: '../server/static',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0
  },
  worker: { format: 'es' },
  // The server takes requests of its own pages alone: these look like it.
  server: {
    proxy: {
      '/api': {
        target: server,
        ws: true,
        changeOrigin: true,
        rewriteWsOrigin: true,
        headers: { origin: server }
      }
    }
  }
})
