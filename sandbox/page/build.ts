import { join } from 'node:path'
import { build } from 'esbuild'

export interface Page {
  /** Refers to `/page.js` and `/page.css`, which refers to `/emoji.woff2`. */
  html: string
  js: string
  css: string
}

const html = `<!doctype html>
<html lang="en" data-theme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>amiops sandbox</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='8' fill='%2314545c'/%3E%3Cpath d='M18 6.5 28 11.8v12.4L18 29.5 8 24.2V11.8z' fill='%239be3d0'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/page.css">
<script>try{document.documentElement.dataset.theme=localStorage.getItem('amiops.sandbox.theme')||'auto'}catch{}</script>
</head>
<body>
<div id="root"></div>
<noscript>The sandbox's page needs JavaScript. The routes under /_sandbox don't.</noscript>
<script type="module" src="/page.js"></script>
</body>
</html>
`

/** Bundles the page in memory; nothing is written to the disk. */
export const buildPage = async (): Promise<Page> => {
  const folder = join(process.cwd(), 'sandbox', 'page')
  const result = await build({
    absWorkingDir: process.cwd(),
    entryPoints: { page: join(folder, 'main.tsx'), style: join(folder, 'styles', 'index.css') },
    outdir: join(folder, 'out'),
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Served beside the page, and not part of it.
    external: ['/emoji.woff2'],
    legalComments: 'none',
    logLevel: 'error',
  })
  const read = (name: string) => {
    const file = result.outputFiles.find(output => output.path.endsWith(name))
    if (!file)
      throw new Error(`Expected the bundle to hold ${name}, got ${result.outputFiles.length} other files.`)
    return file.text
  }
  return { html, js: read('page.js'), css: read('style.css') }
}
