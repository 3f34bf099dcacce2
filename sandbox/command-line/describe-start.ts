import type { StoredImage } from '../aws/ec2/fleet.ts'
import { isPresent } from '../aws/ec2/fleet.ts'
import { summariseFleet } from '../aws/ec2/seed/load-fleet.ts'

export interface Start {
  url: string
  images: readonly StoredImage[]
  /** The file or the seed that the images come from. */
  origin?: string
  /** The folder that keeps the state. */
  folder?: string
  /** When the run before this one saved it. */
  keptSince?: string
  /** Accounts of the fleet that the bot's config does not name. */
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

const describeUnknown = (accounts: readonly string[]): string => {
  const [first = ''] = accounts
  const others = accounts.length - SHOWN_ACCOUNTS
  const names = accounts.slice(0, SHOWN_ACCOUNTS).join(', ') + (others > 0 ? ` and ${others} more` : '')
  return `
  The bot's config names no account ${names}: it hears of their images, and can't look at them.
  To change that, add to \`accounts\` in amiops.config.yml and start again:

      - { id: '${first}', alias: mine, role: 'arn:aws:iam::${first}:role/amiops', regions: [us-east-1] }
`
}

/** What a person sees who has just started the sandbox. */
export const describeStart = (start: Start): string => {
  const { url, folder, keptSince, unknownAccounts } = start
  const since = keptSince === undefined ? '' : `, as the run before left them at ${keptSince}`
  return `
  amiops runs in its sandbox:

      ${url}

  ${describeFleet(start)}${since}
  ${folder === undefined ? 'Nothing is kept when it ends; --data FOLDER keeps it' : `Kept in ${folder}`}
${unknownAccounts.length > 0 ? describeUnknown(unknownAccounts) : ''}
  1. Open that page: a Slack workspace on the left, an AWS account on the right.
  2. On the AWS side, create an image: its card comes to #ami-ready.
  3. You are maria, an operator: press Disable on a card and watch it close.
     Or type  /ami  into any channel.

  Nothing leaves this machine. Ctrl+C ends it. What else it can do:  npm start -- --help
`
}
