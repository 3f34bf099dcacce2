import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build, formatMessages } from 'esbuild'
import type { DeployedFunction } from '../aws/deployment/functions.ts'

export interface Bundle {
  functionName: string
  /** Where the bundle would lie, for stack traces. */
  file: string
  code: string
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs']

const findEntryPoint = ({ name, module }: DeployedFunction): string => {
  const found = EXTENSIONS.map(extension => join(process.cwd(), module + extension)).find(existsSync)
  if (found) return found
  throw new Error(
    `The function "${name}" has no handler file: expected ${module}.ts, as serverless.yml names it.`,
  )
}

/**
 * The very options that the package is built with. But `import('node:http')` becomes a `require`, which a function's own
 * modules can answer: the AWS SDK loads its way out of the function so.
 */
const readOptions = (): BuildOptions => {
  const configFile = join(process.cwd(), 'esbuild.config.cjs')
  const createOptions: () => BuildOptions = createRequire(configFile)(configFile)
  return { ...createOptions(), supported: { 'dynamic-import': false } }
}

const isBuildFailure = (error: unknown): error is { errors: Parameters<typeof formatMessages>[0] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)

const buildOne = async (deployed: DeployedFunction, options: BuildOptions): Promise<Bundle> => {
  const entryPoint = findEntryPoint(deployed)
  try {
    const result = await build({
      ...options,
      entryPoints: [entryPoint],
      outfile: join(process.cwd(), '.build', `${deployed.name}.js`),
      write: false,
      logLevel: 'silent',
    })
    const [output] = result.outputFiles
    if (!output) throw new Error('esbuild gave no output.')
    return { functionName: deployed.name, file: output.path, code: output.text }
  } catch (error) {
    const reasons = isBuildFailure(error)
      ? await formatMessages(error.errors, { kind: 'error' })
      : [String(error)]
    throw new Error(`The function "${deployed.name}" could not be bundled:\n${reasons.join('\n')}`, {
      cause: error,
    })
  }
}

/** Bundles every function in memory; a fault names the functions that failed, all at once. */
export const buildBundles = async (functions: readonly DeployedFunction[]): Promise<Bundle[]> => {
  if (functions.length === 0) return []
  const options = readOptions()
  const settled = await Promise.allSettled(functions.map(deployed => buildOne(deployed, options)))
  const failures = settled.flatMap(result =>
    result.status === 'rejected' ? [String(result.reason.message)] : [],
  )
  if (failures.length > 0) throw new Error(failures.join('\n'))
  return settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
}
