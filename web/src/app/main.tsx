/** Where the application begins. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/App'
import { keepApplication } from '@/app/offline'
import '@/ui/page.css'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no element #app')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>
)
keepApplication()
