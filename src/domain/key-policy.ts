import { isMatch } from './glob.ts'

/**
 * A key policy, with the parts that decide who may use the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** Names, or all but these. */
interface Names {
  names: readonly string[]
  isAllBut: boolean
}

/** One test of a condition: the operator, the key in lower case, and the values of which one has to fit. */
export interface PolicyTest {
  operator: string
  key: string
  values: readonly string[]
}

export interface Statement {
  isDenial: boolean
  /** AWS principals only; services and identity providers launch nothing. */
  principals: Names
  actions: Names
  /** Whether it is about the key that carries it. */
  isOfAllResources: boolean
  tests: readonly PolicyTest[]
}

export interface KeyPolicy {
  /** `auto-ebs-2` in the policy of an AWS managed key. */
  id?: string
  statements: readonly Statement[]
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

const textsOf = (value: unknown): string[] | undefined => {
  const all = listOf(value).map(one => (typeof one === 'boolean' ? String(one) : one))
  return all.every(one => typeof one === 'string') ? all : undefined
}

const principalsOf = (value: unknown): string[] | undefined =>
  value === '*' ? ['*'] : isFields(value) ? textsOf(value.AWS) : undefined

const namesOf = (
  fields: Fields,
  key: string,
  read: (value: unknown) => string[] | undefined,
): Names | undefined => {
  const isAllBut = fields[key] === undefined
  const given = isAllBut ? fields[`Not${key}`] : fields[key]
  const names = given === undefined ? undefined : read(given)
  return names && { names, isAllBut }
}

const testsOf = (condition: unknown): PolicyTest[] | undefined => {
  if (condition === undefined) return []
  if (!isFields(condition)) return undefined
  const tests: PolicyTest[] = []
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isFields(keys)) return undefined
    for (const [key, given] of Object.entries(keys)) {
      const values = textsOf(given)
      if (!values) return undefined
      tests.push({ operator, key: key.toLowerCase(), values })
    }
  }
  return tests
}

const statementOf = (value: unknown): Statement | undefined => {
  if (!isFields(value) || (value.Effect !== 'Allow' && value.Effect !== 'Deny')) return undefined
  const principals = namesOf(value, 'Principal', principalsOf)
  const actions = namesOf(value, 'Action', textsOf)
  const tests = testsOf(value.Condition)
  if (!principals || !actions || !tests) return undefined
  const resources = textsOf(value.Resource) ?? []
  return {
    isDenial: value.Effect === 'Deny',
    principals,
    actions,
    isOfAllResources: resources.includes('*'),
    tests,
  }
}

/**
 * Reads a key policy.
 *
 * @returns undefined if it is no policy, or has a statement that can't be read
 */
export const parseKeyPolicy = (text: string): KeyPolicy | undefined => {
  try {
    const document: unknown = JSON.parse(text)
    if (!isFields(document)) return undefined
    const statements: Statement[] = []
    for (const value of listOf(document.Statement)) {
      const statement = statementOf(value)
      if (!statement) return undefined
      statements.push(statement)
    }
    return { ...(typeof document.Id === 'string' && { id: document.Id }), statements }
  } catch {
    return undefined
  }
}

/** Whether a statement is about an action, whose name has no case. */
export const isOfAction = ({ actions }: Statement, action: string): boolean =>
  actions.names.some(name => isMatch(name.toLowerCase(), action.toLowerCase())) !== actions.isAllBut
