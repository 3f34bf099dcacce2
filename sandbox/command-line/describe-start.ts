import { isPresent, type StoredImage } from '../aws/ec2/fleet.ts'
import { summariseFleet } from '../aws/ec2/seed/load-fleet.ts'
import type { AccountTrouble, PlannedAccount } from '../organization/plan-accounts.ts'

export interface Start {
  /** The accounts of the organization, if the sandbox has one. */
  troubles?: readonly PlannedAccount[]
  url: string
  images: readonly StoredImage[]
  /** Where the images come from: a file or a seed. */
  origin?: string
  /** The folder that the state is saved in. */
  folder?: string
  /** When the previous run saved it. */
  keptSince?: string
  /** The bot’s config. */
  configFile: string
  /** Accounts of the fleet that the config does not name. */
  unknownAccounts: readonly string[]
}

const count = (number: number, one: string): string =>
  `${number.toLocaleString('en-US')} ${one}${number === 1 ? '' : 's'}`

const describeFleet = ({ images, origin }: Start): string => {
  const present = images.filter(isPresent)
  const { regions, accounts } = summariseFleet(present)
  const where = `in ${count(regions.length, 'region')} of ${count(accounts.length, 'account')}`
  return `${count(present.length, 'image')}${present.length > 0 ? ` ${where}` : ''}${origin ? ` ${origin}` : ''}`
}

const SHOWN_ACCOUNTS = 3

/** A line of the bot's config for an account, with the regions of its images. */
const configLine = (account: string, index: number, images: readonly StoredImage[]): string => {
  const { regions } = summariseFleet(images.filter(stored => stored.account === account))
  const role = `arn:aws:iam::${account}:role/amiops`
  return `      - { id: '${account}', alias: mine-${index + 1}, role: '${role}', regions: [${regions.join(', ')}] }`
}

const describeUnknown = ({ unknownAccounts, images, configFile }: Start): string => {
  if (unknownAccounts.length === 0) return ''
  const shown = unknownAccounts.slice(0, SHOWN_ACCOUNTS)
  const others = unknownAccounts.length - shown.length
  return `
  The bot’s config does not name ${count(unknownAccounts.length, 'account')}: amiops receives events of their images, but cannot look them up.
  To change that, add to \`accounts\` in ${configFile} and start again:

${shown.map((account, index) => configLine(account, index, images)).join('\n')}${others > 0 ? `\n      and so on for ${others} more` : ''}
`
}

const TROUBLES: Readonly<Record<AccountTrouble, string>> = {
  'no roles': 'no amiops roles; the member stack is not deployed',
  denied: 'the reader role may not call DescribeImages',
  unresponsive: 'EC2 does not answer',
  left: 'left the organization; its roles are gone',
  silent: 'has sent no event yet',
}

const describeTroubles = ({ troubles = [] }: Start): string => {
  const lines = troubles.flatMap(({ id, name, trouble }) =>
    trouble ? [`      ${name} (${id}): ${TROUBLES[trouble]}`] : [],
  )
  return lines.length > 0
    ? `\n  ${count(lines.length, 'account')} with a problem; /ami health lists what it knows of them:\n\n${lines.join('\n')}\n`
    : ''
}

/** The text that the sandbox prints when it has started. */
export const describeStart = (start: Start): string => {
  const { url, folder, keptSince } = start
  const since = keptSince === undefined ? '' : `, saved by the previous run at ${keptSince}`
  return `
  amiops runs in its sandbox:

      ${url}

  ${describeFleet(start)}${since}
  ${folder === undefined ? 'Nothing is saved; start with --data FOLDER to save everything' : `Saved in ${folder}`}
${describeUnknown(start)}${describeTroubles(start)}
  1. Open that page: a Slack workspace on the left, an AWS account on the right.
  2. On the AWS side, create an image: its card appears in #ami-ready.
  3. You are maria, an operator: press Disable… on a card, read the facts, send it, and watch the card.
     Or type  /ami  into any channel.

  Nothing leaves this machine. Ctrl+C ends it. What else it can do:  npm start -- --help
`
}
