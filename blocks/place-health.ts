import { FEWER_ACCOUNTS, NOT_LISTED, type UnknownAccount } from '../src/domain/member-list.ts'
import { PLACE_KINDS, type PlaceHealth, type PlaceKind, ROLE_REFUSED } from '../src/domain/place-health.ts'
import { countPlaces, placesWords } from './place-groups.ts'
import { code, escapeText } from './text.ts'
import { accountWords, countWords, durationWords, numberWords } from './words.ts'

/** Accounts and regions that amiops cannot see, in `/ami health` and on the Home tab. */
export interface PlaceHealthView extends PlaceHealth {
  nameOf: (account: string) => string
  nowMs: number
  /** How many of each kind are named; all where it is absent. */
  shown?: number
}

interface Problem {
  what: string
  todo: string
}

const ALL = '`npm run doctor` lists all of them.'

const firstOf = <One>(
  { shown = Number.POSITIVE_INFINITY }: PlaceHealthView,
  all: readonly One[],
  words: (one: One) => string,
): string => {
  const more = all.length > shown ? ` and ${numberWords(all.length - shown)} more` : ''
  return `${all.slice(0, shown).map(words).join(', ')}${more}`
}

const todoOf = (
  { shown = Number.POSITIVE_INFINITY }: PlaceHealthView,
  todo: string,
  count: number,
): string => (count > shown ? `${todo} ${ALL}` : todo)

/** What is wrong with accounts and regions, each kind once, however many they are. */
export const placeProblems = (view: PlaceHealthView): Problem[] => [
  ...faultProblems(view),
  ...listProblems(view),
  ...roleProblems(view),
  ...regionProblems(view),
  ...unknownProblems(view),
]

const faultProblems = ({ fault }: PlaceHealthView): Problem[] => {
  if (!fault) return []
  const inUse = fault.isLost
    ? 'Only the accounts of the config are in use.'
    : 'The last list that this version saved stays in use.'
  return fault.kind === 'newer'
    ? [
        {
          what: `A later version of amiops wrote the list of the organization’s accounts, and this version can’t read it. ${inUse}`,
          todo: 'deploy the later version again. This version doesn’t write over its list.',
        },
      ]
    : [
        {
          what: `The list of the organization’s accounts in the ledger is damaged: ${escapeText(fault.why, 300)} ${inUse}`,
          todo: 'wait ten minutes: the schedule writes it again. If this line stays, check the log of the function `schedule`.',
        },
      ]
}

const listProblems = ({ list, nowMs }: PlaceHealthView): Problem[] => {
  if (!list) return []
  const forWords = durationWords(nowMs - list.sinceMs)
  return list.name === FEWER_ACCOUNTS
    ? [
        {
          what: `For ${forWords} AWS has listed less than half of the accounts that amiops knew. The earlier list stays in use for an hour, then the shorter one is taken.`,
          todo: 'check `organization.list` in the config, and whether accounts were moved to other units.',
        },
      ]
    : [
        {
          what: `The organization’s accounts couldn’t be listed for ${forWords} (${code(list.name, 100)}); the last list stays in use.`,
          todo: 'check the role `organization.list.role`: it must trust the function `schedule` and allow organizations:ListAccounts.',
        },
      ]
}

const rolesProblem = (
  view: PlaceHealthView,
  some: readonly string[],
  what: string,
  todo: string,
): Problem[] =>
  some.length === 0
    ? []
    : [
        {
          what: `${countWords(some.length, 'account')} ${what} (${code(ROLE_REFUSED, 100)}): ${firstOf(view, some, account => accountWords(account, view.nameOf(account)))}.`,
          todo: todoOf(view, todo, some.length),
        },
      ]

const roleProblems = (view: PlaceHealthView): Problem[] => {
  const { noRole, maybeLeft, left, management, nameOf } = view
  return [
    ...rolesProblem(
      view,
      noRole,
      'can’t be read, since the reader role can’t be assumed',
      'run `npm run members`, or add the id under `organization.exclude`.',
    ),
    ...rolesProblem(
      view,
      maybeLeft,
      'can’t be read any more, since the reader role can’t be assumed',
      'if the account left the organization, add its id under `organization.exclude`; otherwise run `npm run members`.',
    ),
    ...rolesProblem(
      view,
      left,
      'of the config can’t be read, and AWS doesn’t list them in the organization',
      'remove the account from `accounts`, or add its unit to `organization.list.units`.',
    ),
    ...(management !== undefined
      ? [
          {
            what: `The management account ${escapeText(nameOf(management), 60)} has no member stack: service-managed StackSets leave it out.`,
            todo: 'run `npm run members -- --account` and its commands in that account, or add its id under `organization.exclude`.',
          },
        ]
      : []),
  ]
}

/** What is said of each kind around its count and its names. */
const PLACE_WORDS: Readonly<Record<PlaceKind, { before?: string; after: string; todo: string }>> = {
  denied: {
    after: 'denied a call',
    todo: 'check the policy of the reader role there (without one, of amiops’s IAM role), and the organization’s service control policies.',
  },
  unreadable: {
    after: 'couldn’t be scanned',
    todo: 'check whether the region is enabled in the account, and the log of the function `scan`.',
  },
  silent: {
    after: 'didn’t answer',
    todo: 'check AWS’s health page for the region. amiops asks again, at least once an hour.',
  },
  late: {
    before: 'The scan of ',
    after: 'was asked for more than a quarter of an hour ago and hasn’t ended',
    todo: 'check the log of the function `scan` and the alarm `ScansAgeAlarm`.',
  },
  ours: {
    before: 'The scan of ',
    after: 'failed within amiops',
    todo: 'check the log of the function `scan`, and DynamoDB. amiops tries again.',
  },
  eventless: {
    before: 'In ',
    after: 'scans found changes that AWS sent no event of',
    todo: 'check the rules there: whether the member stack is deployed in that region.',
  },
}

const regionProblems = (view: PlaceHealthView): Problem[] => {
  const { places, nameOf, shown = Number.POSITIVE_INFINITY } = view
  return PLACE_KINDS.filter(kind => places[kind].length > 0).map(kind => {
    const { before = '', after, todo } = PLACE_WORDS[kind]
    const groups = places[kind]
    return {
      what: `${before}${countPlaces(groups)} ${after}: ${placesWords(groups, nameOf, shown)}.`,
      todo: todoOf(view, todo, groups.length),
    }
  })
}

const unknownProblems = (view: PlaceHealthView): Problem[] => {
  const { unknown } = view
  if (unknown.length === 0) return []
  const reason = ({ id, failure = '' }: UnknownAccount): string => `${id} (${code(failure, 100)})`
  const isUnlisted = unknown.some(({ failure }) => failure === NOT_LISTED)
  return [
    {
      what: `Events of ${countWords(unknown.length, 'account')} aren’t announced: ${firstOf(view, unknown, reason)}.`,
      todo: todoOf(
        view,
        isUnlisted
          ? 'AWS doesn’t list them: add their unit to `organization.list.units`, or their ids under `organization.exclude`.'
          : 'run `npm run members`, so that the reader role can be assumed, or add the id under `organization.exclude`.',
        unknown.length,
      ),
    },
  ]
}
