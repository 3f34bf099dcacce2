/** The stage that is packaged in place of a real one: wherever a text holds it, a parameter belongs. */
export const ANY_STAGE = 'stageparameter'

const parameter = (name: string, condition: string, ending: string) => ({
  'Fn::If': [condition, { Ref: name }, { 'Fn::Sub': `/amiops/\${Stage}/${ending}` }],
})

/** What a name in a text stands for, where it is no parameter itself. */
const VARIABLES: Readonly<Record<string, object>> = {
  Table: { 'Fn::If': ['LedgerIsNew', { 'Fn::Sub': `amiops-\${Stage}` }, { Ref: 'ExistingTable' }] },
  BotToken: parameter('BotTokenParameter', 'BotTokenIsNamed', 'slack-bot-token'),
  SigningSecret: parameter('SigningSecretParameter', 'SigningSecretIsNamed', 'slack-signing-secret'),
}

/** In this order: the first that fits. Metrics and dashboard are named like the table. */
const REPLACED: readonly [RegExp, string][] = [
  [new RegExp(`/amiops/${ANY_STAGE}/slack-bot-token`, 'g'), `\${BotToken}`],
  [new RegExp(`/amiops/${ANY_STAGE}/slack-signing-secret`, 'g'), `\${SigningSecret}`],
  [new RegExp(`(?<=:table/|"service",")amiops-${ANY_STAGE}`, 'g'), `\${Table}`],
  [new RegExp(`^amiops-${ANY_STAGE}$`), `\${Table}`],
  [new RegExp(ANY_STAGE, 'g'), `\${Stage}`],
]

const substitute = (text: string): object => {
  const [, whole] = /^\$\{(\w+)\}$/.exec(text) ?? []
  if (whole !== undefined) return VARIABLES[whole] ?? { Ref: whole }
  const used = Object.entries(VARIABLES).filter(([name]) => text.includes(`\${${name}}`))
  return { 'Fn::Sub': used.length > 0 ? [text, Object.fromEntries(used)] : text }
}

const replaceIn = (text: string): string =>
  REPLACED.reduce((replaced, [pattern, name]) => replaced.replace(pattern, () => name), text)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A part of a packaged template, with parameters wherever it holds the stage. */
export const withParameters = (part: unknown): unknown => {
  if (typeof part === 'string') {
    if (!part.includes(ANY_STAGE)) return part
    if (part.includes(`\${`)) throw new Error(`Expected no variable beside the stage, got ${part}.`)
    return substitute(replaceIn(part))
  }
  if (Array.isArray(part)) return part.map(withParameters)
  if (!isObject(part)) return part
  const { 'Fn::Sub': text } = part
  if (typeof text === 'string' && text.includes(ANY_STAGE)) return substitute(replaceIn(text))
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, withParameters(inner)]))
}
