import type { AccountRegion } from '../src/domain/alias.ts'
import { FEWER_ACCOUNTS, NOT_LISTED, type UnknownAccount } from '../src/domain/member-list.ts'
import { type PlaceHealth, ROLE_REFUSED } from '../src/domain/place-health.ts'
import { code, escapeText } from './text.ts'
import { countWords, durationWords, numberWords } from './words.ts'

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
  ...listProblems(view),
  ...roleProblems(view),
  ...regionProblems(view),
  ...unknownProblems(view),
]

const listProblems = ({ list, nowMs }: PlaceHealthView): Problem[] => {
  if (!list) return []
  const forWords = durationWords(nowMs - list.sinceMs)
  return list.name === FEWER_ACCOUNTS
    ? [
        {
          what: `For ${forWords} AWS has listed less than half of the accounts that amiops knew. The earlier list stays in use for an hour, then the shorter one is taken; an empty one never is.`,
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

const roleProblems = (view: PlaceHealthView): Problem[] => {
  const { noRole, management, nameOf } = view
  return [
    ...(noRole.length === 0
      ? []
      : [
          {
            what: `${countWords(noRole.length, 'account')} can’t be read, since the reader role can’t be assumed (${code(ROLE_REFUSED, 100)}): ${firstOf(view, noRole, account => escapeText(nameOf(account), 60))}.`,
            todo: todoOf(
              view,
              'run `npm run members`, or name the account under `organization.exclude`.',
              noRole.length,
            ),
          },
        ]),
    ...(management !== undefined
      ? [
          {
            what: `The management account ${escapeText(nameOf(management), 60)} has no member stack: service-managed StackSets leave it out.`,
            todo: 'run `npm run members -- --account` and its commands in that account, or name the account under `organization.exclude`.',
          },
        ]
      : []),
  ]
}

const regionProblems = (view: PlaceHealthView): Problem[] => {
  const { unreadable, silent, eventless, nameOf } = view
  const words = ({ account, region }: AccountRegion): string => `${escapeText(nameOf(account), 60)} ${region}`
  return [
    ...(unreadable.length === 0
      ? []
      : [
          {
            what: `${countWords(unreadable.length, 'account and region', 'accounts and regions')} couldn’t be scanned: ${firstOf(view, unreadable, one => `${words(one)} (${code(one.error, 100)})`)}.`,
            todo: todoOf(
              view,
              'check the policy of the reader role there (without one, of amiops’s IAM role), and the organization’s service control policies.',
              unreadable.length,
            ),
          },
        ]),
    ...(silent.length === 0
      ? []
      : [
          {
            what: `${countWords(silent.length, 'account and region', 'accounts and regions')} didn’t answer: ${firstOf(view, silent, words)}.`,
            todo: todoOf(
              view,
              'check whether the region is enabled in the account, and the log of the function `scan`.',
              silent.length,
            ),
          },
        ]),
    ...(eventless.length === 0
      ? []
      : [
          {
            what: `In ${countWords(eventless.length, 'account and region', 'accounts and regions')} scans found changes that AWS sent no event of: ${firstOf(view, eventless, words)}.`,
            todo: todoOf(
              view,
              'check the rules there: whether the member stack is deployed in that region.',
              eventless.length,
            ),
          },
        ]),
  ]
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
          ? 'AWS doesn’t list them: add their unit to `organization.list.units`, or name them under `organization.exclude`.'
          : 'run `npm run members`, so that the reader role can be assumed, or name the account under `organization.exclude`.',
        unknown.length,
      ),
    },
  ]
}
