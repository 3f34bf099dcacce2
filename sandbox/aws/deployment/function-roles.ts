import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { botConfigFile } from '../../config-file.ts'
import { isRecord } from './resolve.ts'
import type { RoleTemplate } from './role-template.ts'

const FILE = /^\$\{file\((.+\.cjs)\):(\w+)\}$/

/** What a module that `serverless.yml` names exports, for the config of this sandbox. */
const readModule = (file: string, deploymentFile: string): unknown => {
  const path = resolve(dirname(deploymentFile), file)
  const load = createRequire(path)
  const before = process.env.AMIOPS_CONFIG
  process.env.AMIOPS_CONFIG = resolve(botConfigFile())
  try {
    // A module may have read the config of an earlier sandbox.
    delete load.cache[path]
    return load(path)()
  } finally {
    if (before === undefined) delete process.env.AMIOPS_CONFIG
    else process.env.AMIOPS_CONFIG = before
  }
}

/** Reads statements as the framework does: some come from modules, each of which is run once. */
export const createStatementReader = (deploymentFile: string): ((statements: unknown) => unknown) => {
  const exportsOf = new Map<string, unknown>()
  return statements =>
    JSON.parse(JSON.stringify(statements), (_key, value) => {
      const [, file, name] = typeof value === 'string' ? (FILE.exec(value) ?? []) : []
      if (!file || !name) return value
      if (!exportsOf.has(file)) exportsOf.set(file, readModule(file, deploymentFile))
      const made = exportsOf.get(file)
      return isRecord(made) ? made[name] : undefined
    })
}

/** The logical id of a function's role, as serverless-iam-roles-per-function names it. */
export const roleIdOf = (functionName: string): string =>
  `${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}IamRoleLambdaExecution`

export const roleNameOf = (functionName: string, region: string): string =>
  `amiops-sandbox-${functionName}-${region}-lambdaRole`

/** The role of a function that has statements of its own. */
export const toRoleTemplate = (functionName: string, region: string, statements: unknown): RoleTemplate => ({
  RoleName: roleNameOf(functionName, region),
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  },
  Policies: [{ PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  MaxSessionDuration: 3_600,
})
