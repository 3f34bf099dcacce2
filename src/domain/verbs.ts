import { ACTION_RULES, type Action } from './actions.ts'

/** One verb of the slash command. */
interface Verb {
  /** What has to follow it. */
  takes:
    | 'image'
    | 'image and alias'
    | 'family'
    | 'family and alias'
    | 'filters'
    | 'subject'
    | 'period'
    | 'image and day'
    | 'nothing'
  /** The change that it opens a form for; without one it only looks. */
  action?: Action
  /** What it shows or does, in a line, for help, README and the sandbox. */
  gives: string
  /** Examples of what to type, each with its result: help lists them instead. */
  examples?: readonly (readonly [typed: string, gives: string])[]
  /** The button that asks for it in a list of images. */
  button?: string
}

/** A verb that opens the form of a change. */
const change = <const A extends Action>(action: A, gives: string) => ({
  takes: 'image' as const,
  action,
  gives,
  button: ACTION_RULES[action].label,
})

/**
 * The verbs of the slash command, in the order of help. Everything that names them is generated from this table: parser, help, buttons,
 * and what `npm run docs` writes (the manifest's hint, README's table, the sandbox's hints). The answer to a verb that looks is a case in
 * `flows/answer/answer.ts`.
 */
export const VERBS = {
  status: {
    takes: 'image',
    gives:
      'An image as it is now in EC2, with its last changes, also when it is gone; a list where several match',
    examples: [
      ['status ami-0123456789abcdef0', 'an image as it is now, with its last changes'],
      ['status payments-base*', 'by name; `*` and `?` stand for any characters'],
      ['status ami-0123456789abcdef0 eu-west-1 production', 'in one region, one account (id or alias)'],
    ],
    button: 'Show',
  },
  uses: {
    takes: 'image',
    gives: 'Who uses it, who has access, its snapshots, restorable or not',
    button: 'Who uses it',
  },
  history: {
    takes: 'image',
    gives: 'Every change and attempt: who, why, approved by',
    button: 'History',
  },
  fleet: {
    takes: 'family',
    gives:
      'Which instances run which images, in all accounts: deregistered, not allowed, disabled, deprecated, behind or current',
    examples: [
      ['fleet', 'which instances run withdrawn or old images, in all accounts'],
      ['fleet payments-base', 'of one family'],
    ],
  },
  family: {
    takes: 'family',
    gives:
      'The builds of a family, newest first: copies per account and region, aliases, instances; without a name, all families',
    examples: [
      ['family', 'all families'],
      ['family payments-base', 'its builds, newest first, with their copies, aliases and instances'],
    ],
  },
  cleanup: {
    takes: 'family',
    gives:
      'Suggests in the channel of the owners which images to disable or deregister, by the rules of the config',
    examples: [
      ['cleanup', 'suggests what to clean up, in the channels of the owners'],
      ['cleanup payments-base', 'of one family'],
    ],
  },
  disable: change('disable', 'Opens the form to disable an image'),
  enable: change('enable', 'Opens the form to enable a disabled image'),
  deregister: change('deregister', 'Opens the form to deregister an image'),
  restore: change('restore', 'Opens the form to restore an image from the Recycle Bin'),
  share: change('share', 'Opens the form to give back the launch permissions that disabling removed'),
  'share-with': {
    ...change(
      'shareWith',
      'Opens the form to share an image with an audience of the config, or to stop that',
    ),
    examples: [
      ['share-with ami-0123456789abcdef0', 'opens the form to share an image with audiences of the config'],
      ['share-with ami-0123456789abcdef0 workloads', 'the same, with the audience `workloads` chosen'],
    ],
  },
  retire: change(
    'retire',
    'Opens the form to set the date on which an image is deprecated, with its successor, or remove that date',
  ),
  scan: change('scan', 'Opens the form to have Amazon Inspector scan an image, which AWS charges'),
  revoke: {
    takes: 'image',
    gives:
      'Opens the form to take a bad image out of use, with its copies, its descendants and the aliases that name them',
    button: 'Revoke',
  },
  promote: {
    takes: 'image and alias',
    gives:
      'Opens the form to promote a build: to set an alias of its family to it in each account and region; without an alias, the next one',
    examples: [
      ['promote payments-base-2026.11.27 prod', 'opens the form to set the alias prod to this build'],
    ],
  },
  rollback: {
    takes: 'family and alias',
    gives: 'Opens the form to set an alias back to what it named before, or to one of the last ten builds',
    examples: [['rollback payments-base prod', 'opens the form to set the alias prod back']],
  },
  list: {
    takes: 'filters',
    gives: 'All images, newest first, with age, size, state and last launch',
    examples: [
      ['list', 'all images, newest first, with age, size, state and last launch'],
      ['list payments-* state:disabled older-than:30d', 'by name, state and age'],
      ['list family:payments-base owner:platform as:csv', 'by family and owner, as a CSV file'],
    ],
  },
  deleted: {
    takes: 'filters',
    gives: 'Deregistered images, the last ones first, and which the Recycle Bin still holds',
  },
  stale: {
    takes: 'filters',
    gives: 'Old images that nobody has launched, not the newest of their family, without a use found',
  },
  report: {
    takes: 'nothing',
    gives:
      'The last seven days: what was built, changed and by whom; how fresh the fleet is, and how it grew',
  },
  keep: {
    takes: 'image and day',
    gives: 'Keeps an image from being cleaned up until a day, or ends that',
    examples: [
      ['keep web-1 until 2027-01-31', 'keeps an image from being cleaned up; also for 90d'],
      ['keep web-1 off', 'ends that'],
    ],
  },
  watch: {
    takes: 'subject',
    gives: 'Direct messages to you about each change of a family or an image: state, aliases, exposure',
    examples: [
      ['watch payments-base', 'about each change; also of one image'],
      ['watch payments-base off', 'ends them'],
    ],
  },
  export: {
    takes: 'period',
    gives:
      'The audit log as a CSV file: every change and attempt, who and why; for the roles that the config names',
    examples: [
      ['export audit since 30d', 'the audit log as a CSV file: every change and attempt, who and why'],
      ['export audit since 2026-10-01 until 2026-10-31', 'of these days, in UTC'],
      ['export audit since 12w by @maria family payments-base', 'of a person, a family or an image'],
    ],
  },
  watching: { takes: 'nothing', gives: 'What you watch, each with a button that ends it' },
  mute: {
    takes: 'subject',
    gives:
      'No cards, digests and thread lines about a family or an image in this channel, for seven days at most',
    examples: [
      ['mute payments-base 2h', 'no cards and digests of it in this channel'],
      ['mute payments-base until friday 9:00', 'until a time in UTC; a reason may follow'],
      ['mute payments-base off', 'ends it'],
    ],
  },
  muted: {
    takes: 'subject',
    gives: 'What this channel has muted; of a family or an image, what happened meanwhile',
  },
  help: { takes: 'nothing', gives: 'This list' },
  health: {
    takes: 'nothing',
    gives: 'Service health: queues, last event, last reconciliation, config',
  },
} as const satisfies Readonly<Record<string, Verb>>

/** What a person types first. */
export type VerbName = keyof typeof VERBS
