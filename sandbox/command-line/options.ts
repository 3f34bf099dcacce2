import { parseArgs } from 'node:util'
import { isRegion } from '../aws/regions.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { OrganizationSize } from '../organization/plan-accounts.ts'
import { readSize } from './read-size.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  port: number
  /** A file of images, in the shape of `aws ec2 describe-images`. */
  fleetFile?: string
  /** Where the images of that file live. */
  region?: string
  random?: { seed: number; images: number }
  /** A made-up organization in place of a fleet. */
  organization?: OrganizationSize
  /** The folder that keeps state between runs. */
  data?: string
  /** Whether time can be moved on by hand. */
  isClockManual?: true
  /** Whether the functions read their config from S3. */
  isConfigInS3?: true
}

export const DEFAULT_PORT = 3210
export const DEFAULT_IMAGES = 200
const MOST_IMAGES = 100_000
const LARGEST_SEED = 2 ** 32 - 1

const VALUED = [
  'port',
  'fleet',
  'region',
  'seed',
  'images',
  'organisation',
  'data',
  'clock',
  'config',
] as const
type Valued = (typeof VALUED)[number]

const EXAMPLES: Readonly<Record<Valued, string>> = {
  port: '--port 4000',
  fleet: '--fleet images.json',
  region: '--region eu-west-1',
  seed: '--seed 7',
  images: '--images 10000',
  organisation: '--organisation 200x5',
  data: '--data ./sandbox-data',
  clock: '--clock manual',
  config: '--config s3',
}

/** Other spellings of options. */
const SPELLINGS: Readonly<Record<string, Valued>> = { organization: 'organisation' }

const isValued = (name: string): name is Valued => VALUED.some(known => known === name)

interface Read {
  values: Partial<Record<Valued, string>>
  help: boolean
  faults: string[]
}

/** Every token by itself: `parseArgs` in its strict way would stop at the first fault. */
const readTokens = (args: readonly string[]): Read => {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: {
      ...Object.fromEntries(
        [...VALUED, ...Object.keys(SPELLINGS)].map(name => [name, { type: 'string' as const }]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
  })
  const read: Read = { values: {}, help: false, faults: [] }
  for (const given of tokens) {
    const token = given.kind === 'option' ? { ...given, name: SPELLINGS[given.name] ?? given.name } : given
    if (token.kind === 'positional') {
      read.faults.push(`Expected options alone, got ${JSON.stringify(token.value)}.`)
    } else if (token.kind === 'option' && token.name === 'help') {
      read.help = true
    } else if (token.kind === 'option' && isValued(token.name)) {
      const { name, value } = token
      if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('-'))) {
        read.faults.push(`Expected a value after --${name}, for example ${EXAMPLES[name]}.`)
      } else if (read.values[name] !== undefined) {
        read.faults.push(`Expected --${name} once, got it twice.`)
      } else read.values[name] = value
    } else if (token.kind === 'option') {
      read.faults.push(`There is no option ${token.rawName}.`)
    }
  }
  return read
}

/** npm takes options for its own unless `--` stands before them, and tells the script in its environment. */
const takenByNpm = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  VALUED.filter(name => environment[`npm_config_${name}`] !== undefined && name !== 'region').map(
    name => `npm kept --${name} for itself: put -- before it, as in  npm start -- ${EXAMPLES[name]}`,
  )

/**
 * Reads the command line; undefined when help is wanted. A fault names the option, what was expected and what was
 * given, and all come at once.
 */
export const readOptions = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions | undefined => {
  const { values, help, faults } = readTokens(args)
  if (help) return undefined

  const readNumber = (name: string, text: string, least: number, most: number): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    faults.push(
      `Expected ${name} to be a whole number from ${least} to ${most}, got ${JSON.stringify(text)}.`,
    )
    return least
  }

  const { fleet, region, seed, images, organisation, data, clock, config } = values
  const port =
    values.port !== undefined
      ? readNumber('--port', values.port, 0, 65_535)
      : readNumber('PORT', environment.PORT || String(DEFAULT_PORT), 0, 65_535)
  const random = seed !== undefined && {
    seed: readNumber('--seed', seed, 0, LARGEST_SEED),
    images: images === undefined ? DEFAULT_IMAGES : readNumber('--images', images, 1, MOST_IMAGES),
  }

  const organization = organisation === undefined ? undefined : readSize(organisation, faults)

  if (organisation !== undefined) {
    for (const [name, value] of Object.entries({ fleet, seed, data }))
      if (value !== undefined)
        faults.push(
          `Expected --organisation or --${name}, got both: an organization has its own images, made again at each start.`,
        )
  }
  if (fleet !== undefined && seed !== undefined)
    faults.push('Expected --fleet or --seed, got both: the images come from a file, or they are made up.')
  if (images !== undefined && seed === undefined)
    faults.push('Expected --seed beside --images: it says which images are made up, for example --seed 7.')
  if (region !== undefined && fleet === undefined)
    faults.push('Expected --fleet beside --region: it says where the images of that file live.')
  if (region !== undefined && !isRegion(region))
    faults.push(`Expected --region to be a region such as eu-west-1, got ${JSON.stringify(region)}.`)
  if (clock !== undefined && clock !== 'manual')
    faults.push(
      `Expected --clock to be manual, got ${JSON.stringify(clock)}: without it, time is the machine's.`,
    )
  if (config !== undefined && config !== 's3')
    faults.push(
      `Expected --config to be s3, got ${JSON.stringify(config)}: AMIOPS_CONFIG names another config file.`,
    )
  faults.push(...takenByNpm(environment))
  if (faults.length > 0)
    throw new Refusal(`${faults.join('\n')}\n\nnpm start -- --help  explains all options.`)

  return {
    port,
    ...(fleet !== undefined && { fleetFile: fleet }),
    ...(region !== undefined && { region }),
    ...(random && { random }),
    ...(organization && { organization }),
    ...(data !== undefined && { data }),
    ...(clock !== undefined && { isClockManual: true }),
    ...(config !== undefined && { isConfigInS3: true }),
  }
}
