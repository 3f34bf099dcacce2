/** What the shipped config leaves open. */
export interface Question {
  /** The option that answers it: `--workspace T0123456789`. */
  option: string
  asks: string
  /** What stands in the config in place of the answer. */
  placeholder: string
  /** Whether an answer will do. */
  fits: RegExp
  /** What is expected, for an answer that will not do. */
  expected: string
  /** Puts the answer into the text of the config. */
  fill(config: string, answer: string): string
}

const listOf = (answer: string): string[] => answer.split(/[\s,]+/).filter(Boolean)

/** A role of people (U…, W…) and user groups (S…), in the form of the config. */
const roleOf = (answer: string): string => {
  const ids = listOf(answer)
  const users = ids.filter(id => !id.startsWith('S'))
  const groups = ids.filter(id => id.startsWith('S'))
  const parts = [
    ...(users.length > 0 ? [`users: [${users.join(', ')}]`] : []),
    ...(groups.length > 0 ? [`userGroups: [${groups.join(', ')}]`] : []),
  ]
  return `{ ${parts.join(', ')} }`
}

const everywhere =
  (placeholder: string) =>
  (config: string, answer: string): string =>
    config.replaceAll(placeholder, () => answer.replace(/^#/, ''))

const CHANNEL = /^(#?[\p{Ll}\p{Lo}\p{N}_-]{1,80}|[CG][A-Z0-9]{2,})$/u
const A_CHANNEL = 'a channel’s name (ami-ready) or id (C0123456789)'
const PEOPLE = /^[UWS][A-Z0-9]{2,}([\s,]+[UWS][A-Z0-9]{2,})*$/
const SOME_PEOPLE = 'ids of people (U0123456789) or user groups (S0123456789), with commas'

const channel = (option: string, asks: string, placeholder: string): Question => ({
  option,
  asks,
  placeholder,
  fits: CHANNEL,
  expected: A_CHANNEL,
  fill: everywhere(placeholder),
})

const role = (option: string, name: string, asks: string, placeholder: string): Question => ({
  option,
  asks,
  placeholder,
  fits: PEOPLE,
  expected: SOME_PEOPLE,
  fill: (config, answer) =>
    config.replace(
      new RegExp(`^( +${name}: ).*${placeholder}.*$`, 'm'),
      (_line, before) => before + roleOf(answer),
    ),
})

/** In the order in which they are asked. For the account and its regions, those of the credentials are offered. */
export const QUESTIONS: readonly Question[] = [
  {
    option: 'workspace',
    asks: 'The id of your Slack workspace (in the address of Slack in a browser: app.slack.com/client/T…), or of your organization (E…)',
    placeholder: 'T0000000000',
    fits: /^[TE][A-Z0-9]{2,}$/,
    expected: 'an id like T0123456789, or an organization’s like E0123456789',
    fill: everywhere('T0000000000'),
  },
  channel('images-channel', 'The channel for images that are ready', 'your-ami-channel'),
  channel('alerts-channel', 'The channel for failures, alerts and approvals', 'your-alert-channel'),
  channel('audit-channel', 'The channel for a line of each change', 'your-audit-channel'),
  role('operators', 'operator', 'Who may change images: people (U…) or user groups (S…)', 'S0000000000'),
  role(
    'approvers',
    'approver',
    'Who approves deregistering an image in use: people (U…) or user groups (S…)',
    'U0000000000',
  ),
  {
    option: 'account',
    asks: 'The AWS account whose images it looks at',
    placeholder: '000000000000',
    fits: /^\d{12}$/,
    expected: 'an account id of 12 digits',
    fill: everywhere('000000000000'),
  },
]

/** The regions of the account that is filled in: asked for together with it. */
export const fillRegions = (config: string, answer: string): string =>
  config.replace(/^( +regions: ).*$/m, (_line, before) => `${before}[${listOf(answer).join(', ')}]`)

/** The questions whose placeholder stands in the config, comments aside. */
export const openQuestions = (config: string): Question[] => {
  const lines = config.split('\n').map(line => line.replace(/(^|\s)#.*$/, ''))
  return QUESTIONS.filter(({ placeholder }) => lines.some(line => line.includes(placeholder)))
}

/** Names the app in the config, where no other line does. */
export const nameApp = (config: string, app: string): string =>
  /^ +app:/m.test(config)
    ? config.replace(/^( +app: *)\S+/m, (_line, before) => before + app)
    : config.replace(/^ +# app: A0123456789/m, () => `  app: ${app}`)

/** Names the app's slash command in the config: where a comment has its place, else below the app. */
export const nameCommand = (config: string, command: string): string =>
  /^ +# command: \S+/m.test(config)
    ? config.replace(/^ +# command: \S+/m, () => `  command: ${command}`)
    : config.replace(/^ +app:.*$/m, line => `${line}\n  command: ${command}`)

/** Says in the config that the workspace is on slack-gov.com. */
export const nameGovSlack = (config: string): string => config.replace(/^ +# gov: true/m, () => '  gov: true')
