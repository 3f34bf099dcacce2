import { spawnSync } from 'node:child_process'

const run = (...args: string[]) => spawnSync('cfn-lint', args, { encoding: 'utf8' })

const isThere = run('--version').status === 0

/** A test that cfn-lint (`pip install cfn-lint`) finds nothing in a template; skipped where the machine has none. Its list of actions
 * (W3037) is older than the one of `findIamFaults`. */
export const testWithCfnLint = (file: () => string): void =>
  (isThere ? test : test.skip)(
    `cfn-lint finds nothing${isThere ? '' : ': skipped, this machine has no cfn-lint'}`,
    () => {
      const { stdout, stderr } = run(file(), '--ignore-checks', 'W3037')
      expect(stdout + stderr).toBe('')
    },
  )
