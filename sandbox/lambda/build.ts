import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build, formatMessages } from 'esbuild'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import { botConfigFile } from '../config-file.ts'
import { messageOf } from '../kernel/refusal.ts'

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
 * The options that the package is built with. But `import('node:http')` becomes a `require`, which the sandbox answers with
 * modules of its own: the AWS SDK loads its network modules this way.
 */
const readOptions = (): BuildOptions => {
  const optionsFile = join(process.cwd(), 'esbuild.config.cjs')
  const createOptions: (serverless: undefined, configFile: string) => BuildOptions =
    createRequire(optionsFile)(optionsFile)
  return { ...createOptions(undefined, botConfigFile()), supported: { 'dynamic-import': false } }
}

const isBuildFailure = (error: unknown): error is { errors: Parameters<typeof formatMessages>[0] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)

/** One build for all of them, which reads what they share only once; nothing is written to the disk. */
const bundleAll = async (
  functions: readonly DeployedFunction[],
  options: BuildOptions,
): Promise<Bundle[]> => {
  const outdir = join(process.cwd(), '.build')
  const { outputFiles } = await build({
    ...options,
    entryPoints: Object.fromEntries(functions.map(one => [one.name, findEntryPoint(one)])),
    outdir,
    write: false,
    logLevel: 'silent',
  })
  const codes = new Map(outputFiles.map(({ path, text }) => [path, text]))
  return functions.map(({ name }) => {
    const file = join(outdir, `${name}.js`)
    const code = codes.get(file)
    if (code === undefined) throw new Error('esbuild gave no output.')
    return { functionName: name, file, code }
  })
}

/** Why a function alone can't be bundled; undefined where it can. */
const findFault = async (deployed: DeployedFunction, options: BuildOptions): Promise<string | undefined> => {
  try {
    await bundleAll([deployed], options)
    return undefined
  } catch (error) {
    if (!isBuildFailure(error)) return messageOf(error)
    const reasons = await formatMessages(error.errors, { kind: 'error' })
    return `The function "${deployed.name}" could not be bundled:\n${reasons.join('\n')}`
  }
}

/** Bundles every function in memory; a fault names the functions that failed, all at once. */
export const buildBundles = async (functions: readonly DeployedFunction[]): Promise<Bundle[]> => {
  if (functions.length === 0) return []
  const options = readOptions()
  try {
    return await bundleAll(functions, options)
  } catch (error) {
    const faults = await Promise.all(functions.map(deployed => findFault(deployed, options)))
    throw new Error(faults.flatMap(fault => fault ?? []).join('\n') || String(error), { cause: error })
  }
}
