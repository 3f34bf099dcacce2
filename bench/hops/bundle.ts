import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const FLOWS = join(process.cwd(), 'src', 'flows')
const TRACE = join(process.cwd(), 'bench', 'hops', 'trace.ts')

/** The values that a file exports; its types leave nothing to call. */
const exportsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm)].map(
    ([, name = '']) => name,
  )

/** Puts a module between each file of `src/flows` and those that import it, which counts the calls. */
const countHops: Plugin = {
  name: 'count-hops',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, namespace, pluginData }) => {
      const file = join(resolveDir, path)
      if (namespace === 'counted' && pluginData === 'own') return { path: file }
      return file.startsWith(FLOWS) ? { path: file, namespace: 'counted' } : undefined
    })
    onLoad({ filter: /.*/, namespace: 'counted' }, ({ path }) => {
      const name = JSON.stringify(relative(FLOWS, path))
      const lines = exportsOf(path).map(value => `export const ${value} = traced(${name}, own.${value})`)
      return {
        contents: [
          `import * as own from ${JSON.stringify(path)}`,
          `import { traced } from ${JSON.stringify(TRACE)}`,
          ...lines,
        ].join('\n'),
        resolveDir: '/',
        pluginData: 'own',
        loader: 'js',
      }
    })
  },
}

/** The module `journeys.ts` with every hop between two files of `src/flows` counted. */
export const loadCounted = async (folder: string): Promise<typeof import('./journeys.ts')> => {
  const outfile = join(folder, 'hops.mjs')
  await build({
    entryPoints: ['bench/hops/journeys.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [countHops],
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}
