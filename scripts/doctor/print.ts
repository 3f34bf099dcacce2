import { type Checked, hasProblem } from './run-doctor.ts'

const SIGNS = { ok: '✓', note: '·', problem: '✗' }

/** The report for people. */
export const printFindings = (checked: readonly Checked[]): void => {
  for (const { check, findings } of checked) {
    console.log(check)
    for (const { state, says, todo } of findings) {
      console.log(`  ${SIGNS[state]} ${says.replaceAll('\n', '\n    ')}`)
      if (todo) console.log(`      ${todo}`)
    }
  }
  console.log(hasProblem(checked) ? '\nThere are problems, marked with ✗.' : '\nNo problems found.')
}
