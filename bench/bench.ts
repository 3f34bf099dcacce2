import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArguments } from '../scripts/help.ts'
import { measureOutages } from './outage/table.ts'
import { measureGrowth, measureWorstDay } from './rows/burst.ts'
import { measureCold } from './rows/cold.ts'
import { measureFanout } from './rows/fanout.ts'
import { measureFind } from './rows/find.ts'
import { measureFleet } from './rows/fleet.ts'
import { measureHome } from './rows/home.ts'
import { measureHops } from './rows/hops.ts'
import { measureJoin } from './rows/join.ts'
import { measureLists } from './rows/lists.ts'
import { measureOwners } from './rows/owners.ts'
import { measurePlans } from './rows/plans.ts'
import { measureReadings } from './rows/readings.ts'
import { measureReconcile } from './rows/reconcile.ts'
import { measureRevoke } from './rows/revoke.ts'
import { measureSize } from './rows/size.ts'
import { measureWarm } from './rows/warm.ts'
import { buildBundles } from './support/bundles.ts'
import { renderTable } from './support/render-table.ts'
import type { Row } from './support/row.ts'
import { startStub } from './support/stub.ts'

/**
 * `npm run bench`: measures what docs/architecture.md promises, each beside its baseline in the same run, prints one table
 * and writes it to `bench/results.md`. With names after `--`, only those groups, and nothing is written.
 */
const USAGE = `Usage: npm run bench [-- GROUP ...]

Measures cold starts, sizes, bursts, memory and outages beside their baselines and writes bench/results.md. With the names of
groups only those are measured and nothing is written; a name that is none lists them.`

/** A table of its own. */
const OUTAGE = 'outage'
const RESULTS = 'bench/results.md'

const wanted = readArguments(USAGE, { allowPositionals: true }).positionals
const folder = mkdtempSync(join(tmpdir(), 'amiops-bench-'))
const stub = await startStub()
try {
  const bundles = await buildBundles(folder)
  const groups: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
    cold: () => measureCold(bundles, stub, folder),
    size: () => measureSize(bundles),
    warm: () => measureWarm(bundles, stub, folder),
    burst: () => measureWorstDay(bundles),
    growth: () => measureGrowth(bundles),
    owners: () => measureOwners(bundles, folder),
    reconcile: () => measureReconcile(bundles, folder),
    fanout: () => measureFanout(),
    find: () => measureFind(),
    readings: () => measureReadings(),
    fleet: () => measureFleet(bundles, folder),
    join: () => measureJoin(),
    lists: () => measureLists(bundles, folder),
    home: () => measureHome(bundles, folder),
    plans: () => measurePlans(),
    revoke: () => measureRevoke(),
    hops: () => measureHops(folder),
  }
  const unknown = wanted.filter(name => !(name in groups) && name !== OUTAGE)
  if (unknown.length > 0)
    throw new Error(
      `Expected groups of ${[...Object.keys(groups), OUTAGE].join(', ')}, got ${unknown.join(', ')}.`,
    )
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(groups)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    console.error(`measuring ${name} …`)
    rows.push(...(await measure()))
  }
  const tables = rows.length > 0 ? [renderTable(rows)] : []
  if (wanted.length === 0 || wanted.includes(OUTAGE))
    tables.push(`## An hour's outage\n\n${await measureOutages()}`)
  console.log(tables.join('\n\n'))
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() || 'an unnamed processor'}, Node ${process.version}`
  if (wanted.length === 0) {
    // The score of `npm run mutate` stands there by hand, at the end.
    const [mutationScore = ''] = /\n## Mutation score\n[\s\S]*$/.exec(readFileSync(RESULTS, 'utf8')) ?? []
    writeFileSync(
      RESULTS,
      `# What was measured\n\nBy \`npm run bench\` on ${machine}.\n\n${tables.join('\n\n')}\n${mutationScore}`,
    )
  }
} finally {
  await stub.close()
  rmSync(folder, { recursive: true, force: true })
}
