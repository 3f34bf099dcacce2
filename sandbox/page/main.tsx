import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { Notices } from './ui/notices.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('Expected an element `root` in the page, got none.')

createRoot(root).render(
  <Notices>
    <App />
  </Notices>,
)
