import { PRODUCTION } from './target.ts'

/** What tells the app of one stage from that of another in the same workspace. */
export interface AppIdentity {
  /** In Slack's list of apps, at most 35 characters. */
  name: string
  /** What people invite and mention: small letters, digits, -, _ and . */
  botName: string
  command: string
  /** Behind its icon. */
  color: string
}

/** Dark enough for the white of Slack's icons. */
const COLORS = ['#7a4b00', '#5b2a86', '#8a1f4b', '#1f4b8a']
const NAME = 35
/** With its slash: https://docs.slack.dev/interactivity/implementing-slash-commands */
const COMMAND = 32

const colorOf = (stage: string): string => {
  const sum = [...stage].reduce((all, letter) => all + letter.charCodeAt(0), 0)
  return COLORS[sum % COLORS.length] ?? '#7a4b00'
}

/** What the app of a stage is called where nobody says otherwise. If two apps have the same command, Slack sends it to the one
 * that was installed last. */
export const identityOf = (stage: string): AppIdentity => {
  if (stage === PRODUCTION) return { name: 'amiops', botName: 'amiops', command: '/ami', color: '#14434a' }
  const small = stage.toLowerCase()
  return {
    name: `amiops (${stage.slice(0, NAME - 'amiops ()'.length)})`,
    botName: `amiops-${small}`,
    command: `/ami-${small}`.slice(0, COMMAND),
    color: colorOf(stage),
  }
}

/** At most 32 characters with the slash, no capitals. @returns with its slash; undefined where Slack takes no such command */
export const commandOf = (given: string): string | undefined =>
  /^\/?[\p{Ll}\p{Lo}\p{N}_-]{1,31}$/u.test(given) ? `/${given.replace(/^\//, '')}` : undefined

/** @returns undefined where Slack takes no such name for an app */
export const appNameOf = (given: string): string | undefined =>
  given.trim() !== '' && given.length <= NAME ? given.trim() : undefined

export const colorNamed = (given: string): string | undefined =>
  /^#[0-9a-f]{6}$/i.test(given) ? given.toLowerCase() : undefined

/** What was given as options. */
interface GivenIdentity {
  command?: string | undefined
  'app-name'?: string | undefined
  'app-color'?: string | undefined
}

const EXPECTED = {
  command: ['a name like /ami-staging, in small letters', commandOf],
  'app-name': ['at most 35 characters', appNameOf],
  'app-color': ['a colour like #7a4b00', colorNamed],
} as const

/**
 * The app's identity by its stage, and by what was given instead.
 *
 * @returns or the sentence that says which option was expected to be what
 */
export const readIdentity = (stage: string, given: GivenIdentity): AppIdentity | string => {
  const read: { [option in keyof GivenIdentity]?: string } = {}
  for (const [option, [expected, parse]] of Object.entries(EXPECTED) as [
    keyof GivenIdentity,
    (typeof EXPECTED)['command'],
  ][]) {
    const value = given[option]
    if (value === undefined) continue
    const parsed = parse(value)
    if (parsed === undefined)
      return `Expected \`--${option}\` to be ${expected}, got ${JSON.stringify(value)}.`
    read[option] = parsed
  }
  const usual = identityOf(stage)
  const name = read['app-name'] ?? usual.name
  return {
    name,
    botName: read['app-name'] === undefined ? usual.botName : botNameOf(name),
    command: read.command ?? usual.command,
    color: read['app-color'] ?? usual.color,
  }
}

/** The bot's name is another one than the app's: Slack takes no spaces and brackets in it. */
const botNameOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'amiops'

/** How to say it, for the commands' help. */
export const IDENTITY_USAGE = `  --command NAME      what people type; /ami, or /ami-STAGE for another stage than ${PRODUCTION}
  --app-name NAME     what the app is called; amiops, or amiops (STAGE)
  --app-color COLOR   the colour behind its icon, like #7a4b00; each stage has one`

/** For `parseArgs`. */
export const IDENTITY_OPTIONS = {
  command: { type: 'string' },
  'app-name': { type: 'string' },
  'app-color': { type: 'string' },
} as const
