import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_ACCOUNT } from './aws/caller.ts'
import { summariseFleet } from './aws/ec2/seed/load-fleet.ts'
import { describeStart } from './command-line/describe-start.ts'
import { endInOrder } from './command-line/end-in-order.ts'
import { explain } from './command-line/explain.ts'
import { DEFAULT_PORT, readOptions, type StartOptions } from './command-line/options.ts'
import { readFleetFile } from './command-line/read-fleet-file.ts'
import { USAGE } from './command-line/usage.ts'
import { watchParent } from './command-line/watch-parent.ts'
import { botConfigFile } from './config-file.ts'
import { createManualClock } from './kernel/manual-clock.ts'
import { messageOf } from './kernel/refusal.ts'
import { createScheduledEvent } from './lambda/schedule.ts'
import { type OrganizationSize, planAccounts } from './organization/plan-accounts.ts'
import { writeConfig } from './organization/write-config.ts'
import type { StartFleet } from './start-fleet.ts'
import type { World } from './world.ts'
import type { WorldOptions } from './world-options.ts'

const isTrouble = (line: string): boolean => /"level":\s*"(ERROR|CRITICAL)"/.test(line)

const readFleet = async (options: StartOptions): Promise<StartFleet> => {
  const { fleetFile: file, region, random, organization } = options
  if (random) return random
  if (organization) return { organization }
  if (file === undefined) return 'demo'
  return { file, json: await readFleetFile(file), ...(region !== undefined && { region }) }
}

/** Writes the config of an organization into a folder of its own, from where the functions and their roles are built. */
const prepareOrganization = (size: OrganizationSize): void => {
  const folder = mkdtempSync(join(tmpdir(), 'amiops-sandbox-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'amiops.config.yml')
  writeFileSync(file, writeConfig(readFileSync(botConfigFile(), 'utf8'), size))
  process.env.AMIOPS_CONFIG = file
}

/** The accounts of a fleet that the bot cannot look into, going by the text of its config. */
const findUnknownAccounts = (accounts: readonly string[]): string[] => {
  const config = readFileSync(botConfigFile(), 'utf8')
  return accounts.filter(account => account !== DEFAULT_ACCOUNT && !config.includes(account))
}

const describe = (world: World, { fleetFile, random, organization, data }: StartOptions): string =>
  describeStart({
    url: world.url,
    images: world.ec2.fleet.images,
    configFile: botConfigFile(),
    unknownAccounts: fleetFile ? findUnknownAccounts(summariseFleet(world.ec2.fleet.images).accounts) : [],
    ...(fleetFile !== undefined && { origin: `from ${fleetFile}` }),
    ...(random && { origin: `made up from seed ${random.seed}` }),
    ...(organization && { troubles: planAccounts(organization.accounts) }),
    ...(data !== undefined && { folder: data }),
    ...(world.keptSince !== undefined && { keptSince: world.keptSince }),
  })

const runSchedules = ({ lambda, clock }: World): void => {
  for (const [name, runtime] of lambda.runtimes)
    if (runtime.deployed.scheduleMs.length > 0)
      void runtime.invoke(createScheduledEvent(clock.nowMs(), 'us-east-1', name), 'ran at the start')
}

/** The functions take up the accounts that the first run finds within a minute. */
const TAKEN_UP_MS = 65_000

/** A bot that was deployed a while ago has scanned its images already, those of its organization's accounts, too. */
const scanAtStart = async (world: World, { organization }: StartOptions): Promise<void> => {
  runSchedules(world)
  if (!organization) return
  await world.clock.sleep(TAKEN_UP_MS)
  runSchedules(world)
}

const run = async (options: StartOptions, built: WorldOptions['built']): Promise<void> => {
  let end: () => void = () => process.exit(1)
  // npm's script gives the shell's place to this process, so its parent is npm.
  if (process.env.npm_lifecycle_event === 'start') watchParent(() => end())
  const fleet = await readFleet(options)
  if (options.organization) prepareOrganization(options.organization)
  console.log('\n  Starting the sandbox: building the functions takes some seconds…')
  // Last, since it takes a second to load: help and a wrong option are answered at once.
  const { createWorld } = await import('./world.ts')
  const world = await createWorld({
    port: options.port,
    ...(built && { built }),
    fleet,
    ...(options.data !== undefined && { data: options.data }),
    ...(options.isClockManual && { clock: createManualClock() }),
    ...(options.isConfigInS3 && { configInS3: readFileSync(botConfigFile(), 'utf8') }),
    onLog(functionName, line) {
      if (isTrouble(line)) console.error(`  [${functionName}] ${line}`)
    },
    onSaveFailed: error =>
      console.error(`  What changed could not be saved, and will be tried again: ${messageOf(error)}`),
  })
  console.log(describe(world, options))
  // Bundled while the person reads; a visit before that waits for it.
  world.warmUp().catch(error => console.error(`  The page could not be built: ${messageOf(error)}`))
  end = endInOrder(world.close, options.data)
  void scanAtStart(world, options)
}

/**
 * Runs the sandbox until a signal ends it.
 *
 * @param args what was typed after `npm start --`
 * @param built what was built already: for tests
 */
export const startSandbox = async (args: readonly string[], built?: WorldOptions['built']): Promise<void> => {
  let port = DEFAULT_PORT
  try {
    const options = readOptions(args, process.env)
    if (!options) return console.log(USAGE)
    port = options.port
    await run(options, built)
  } catch (error) {
    console.error(`\n${explain(error, port)}\n`)
    process.exit(1)
  }
}
