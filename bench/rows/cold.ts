import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundles } from '../support/bundles.ts'
import { functionEnvironment, runChild } from '../support/child.ts'
import { createClick } from '../support/click.ts'
import { ms, type Row, times } from '../support/row.ts'
import { median } from '../support/statistics.ts'
import type { Stub } from '../support/stub.ts'

const ROUNDS = 15

interface Start {
  cpuMs: number
  statusCode?: number
}

/** Cold starts, each in a node of its own, ours and the baseline's by turns. */
export const measureCold = async (bundles: Bundles, stub: Stub, folder: string): Promise<Row[]> => {
  const env = functionEnvironment(stub.url)
  const clickFile = (actionId: string): string => {
    const file = join(folder, `${actionId}.json`)
    writeFileSync(file, JSON.stringify(createClick(actionId, stub.url)))
    return file
  }
  const enable = clickFile('enable')
  const disable = clickFile('disable')
  const cases = {
    bare: ['', enable],
    enable: [bundles.slack.file, enable],
    disable: [bundles.slack.file, disable],
    baseline: [bundles.baseline.file, enable],
    baselineLoad: [bundles.baseline.file],
    slackLoad: [bundles.slack.file],
    events: [bundles.events.file],
    requests: [bundles.requests.file],
  }
  type Case = keyof typeof cases
  const names = Object.keys(cases) as Case[]
  const measured = new Map<Case, number[]>(names.map(name => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) {
      const { cpuMs, statusCode = 200 } = await runChild<Start>('first-click.cjs', cases[name], env)
      if (statusCode !== 200)
        throw new Error(`Expected the first click of ${name} to be answered 200, got ${statusCode}.`)
      measured.get(name)?.push(cpuMs)
    }
  const over = (name: Case): number => median(measured.get(name) ?? []) - median(measured.get('bare') ?? [])

  const row = (measure: string, ours: number, theirs: number, limit: number, note?: string): Row => ({
    measure,
    baseline: ms(theirs),
    measured: `${ms(ours)}, ${times(ours / theirs)}`,
    target: `≤ ${limit} ×`,
    isReached: ours / theirs <= limit,
    ...(note && { note }),
  })
  const click = 'CPU to load `slack` and answer its first signed click, over bare node'
  return [
    row(
      `${click}: **Enable**`,
      over('enable'),
      over('baseline'),
      0.1,
      `loading alone: ${ms(over('slackLoad'))} of ${ms(over('baselineLoad'))}`,
    ),
    row(`${click}: **Disable…**`, over('disable'), over('baseline'), 0.1),
    row('CPU to load `events`, over bare node', over('events'), over('baselineLoad'), 0.5),
    row('CPU to load `requests`, over bare node', over('requests'), over('baselineLoad'), 0.5),
  ]
}
