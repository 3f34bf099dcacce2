import { worseInLine, worseWords } from '../../blocks/risk-increase.ts'
import type { RiskIncrease } from '../../src/domain/risk-increase.ts'

const NOBODY = { accounts: [], organizations: [], organizationalUnits: [], isPublic: false }

test.each<[RiskIncrease, string]>([
  [
    { kind: 'use', use: { kind: 'launch-template', name: 'web', detail: 'version 7, $Default' } },
    'now used by launch template `web` (version 7, $Default)',
  ],
  [{ kind: 'account', name: 'staging', instances: 1 }, 'now used by 1 instance in `staging`'],
  [{ kind: 'account', name: 'staging', instances: 1_200 }, 'now used by 1,200 instances in `staging`'],
  [
    { kind: 'shared', with: { ...NOBODY, accounts: ['111122223333'], isPublic: true } },
    'now shared with everybody (public), account `111122223333`',
  ],
  [
    { kind: 'snapshot', snapshotId: 'snap-1', alsoIn: ['ami-1'] },
    'snapshot `snap-1` is now also used by `ami-1`',
  ],
  [
    { kind: 'snapshot', snapshotId: 'snap-1', alsoIn: ['ami-1', 'ami-2', 'ami-3'] },
    'snapshot `snap-1` is now also used by `ami-1`, `ami-2`, `ami-3`',
  ],
  [
    { kind: 'snapshot', snapshotId: 'snap-1', alsoIn: ['ami-1', 'ami-2', 'ami-3', 'ami-4', 'ami-5'] },
    'snapshot `snap-1` is now also used by `ami-1`, `ami-2`, `ami-3` and 2 more',
  ],
  [
    { kind: 'retention', what: 'image', beforeDays: 14, afterDays: undefined },
    'the Recycle Bin no longer keeps the image (was 14 days)',
  ],
  [
    { kind: 'retention', what: 'snapshots', beforeDays: 1, afterDays: undefined },
    'the Recycle Bin no longer keeps its snapshots (was 1 day)',
  ],
  [
    { kind: 'retention', what: 'image', beforeDays: 14, afterDays: 1 },
    'the Recycle Bin keeps the image for 1 day only (was 14)',
  ],
  [
    { kind: 'retention', what: 'snapshots', beforeDays: 14, afterDays: 7 },
    'the Recycle Bin keeps its snapshots for 7 days only (was 14)',
  ],
  [{ kind: 'unknown', part: 'autoScaling' }, 'Auto Scaling groups can no longer be checked'],
])('what got worse, in a line: %j', (worse, words) => {
  expect(worseWords(worse)).toBe(words)
})

test('as plain text the name is neither escaped nor marked', () => {
  const worse: RiskIncrease = { kind: 'account', name: 'R&D', instances: 2 }
  expect(worseWords(worse)).toBe('now used by 2 instances in `R&amp;D`')
  expect(worseInLine(worse)).toBe('now used by 2 instances in R&D')
})
