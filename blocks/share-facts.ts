import type { KnownBlock } from '@slack/types'
import { summaryOf } from '../src/domain/launchability.ts'
import { launchersOf } from '../src/domain/launcher.ts'
import { NOBODY, sharedWith } from '../src/domain/sharing.ts'
import { context, preformatted, section } from './elements.ts'
import { launchDetails, launcherWords, launchLine } from './launchability.ts'
import type { ShareFormView } from './share-form-view.ts'
import { differenceLines } from './sharing-difference.ts'
import { code, escapeText, shorten } from './text.ts'
import { accountWords, stateWords } from './words.ts'

/** The facts in the form of Share…: who has access, what the choice changes, and whether launches will work. */

const SHOWN = 12

const head = ({ proposal, record, accountName, facts }: ShareFormView): KnownBlock[] => [
  section(`${proposal.undoes === undefined ? '' : 'Undo: '}${code(facts.name ?? record.imageId, 140)}`),
  context(
    `${stateWords(facts.state)} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
  ),
]

const accessWords = ({ sharing, nameOf }: ShareFormView): string => {
  if (!sharing) return '⏳ Checking…'
  if (!sharing.known) return `❔ unknown: ${escapeText(sharing.why, 200)}`
  if (sharedWith(sharing.value) === 0) return 'Private: not shared'
  const all = launchersOf(sharing.value).map(one => launcherWords(one, nameOf))
  return all.length <= SHOWN
    ? all.join(', ')
    : `${all.slice(0, SHOWN).join(', ')} and ${all.length - SHOWN} more`
}

/** EC2 takes account ids only. */
const snapshotWords = ({ difference, facts }: ShareFormView): string[] => {
  const { share = NOBODY, unshare = NOBODY } = difference ?? {}
  const left = [share, unshare].flatMap(({ accounts: _taken, ...others }) =>
    launchersOf({ ...others, accounts: [] }),
  )
  return left.length > 0 && facts.snapshots.length > 0
    ? [
        `Snapshots can be shared with accounts only; left out: ${shorten(left.map(one => launcherWords(one)).join(', '), 500)}.`,
      ]
    : []
}

const changes = (view: ShareFormView): KnownBlock[] => {
  const { difference, nameOf } = view
  return difference
    ? [
        section(`*This changes*\n${differenceLines(difference, nameOf).join('\n')}`),
        ...snapshotWords(view).map(words => context(words)),
      ]
    : []
}

/** Whether launches will work, and what the owner of the key has to add where they will not. */
const launchBlocks = ({ launches, statements, difference, nameOf }: ShareFormView): KnownBlock[] => {
  if (launches.length === 0) return []
  const line = launchLine(summaryOf(launches), difference ? 'gets' : 'has')
  return [
    ...(line === undefined ? [] : [section(line)]),
    section(shorten(`*Who can launch it*\n${launchDetails(launches, nameOf).join('\n')}`, 3000)),
    ...statements
      .slice(0, 3)
      .flatMap(({ account, key, text }) => [
        section(
          `*To let them use the key*, its owner${account === undefined ? '' : ` (account ${code(account, 20)})`} has to add this to the policy of ${code(key, 120)}. amiops never changes a key.`,
        ),
        text.length <= 3000
          ? preformatted(text)
          : context(
              'The statement is too long to be shown: share with fewer at once, or use an organization.',
            ),
      ]),
  ]
}

export const shareFacts = (view: ShareFormView): KnownBlock[] => [
  ...head(view),
  section(shorten(`*Access now*\n${accessWords(view)}`, 3000)),
  ...changes(view),
  ...launchBlocks(view),
]
